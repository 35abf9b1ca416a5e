// The names of the experiments in the order of `all`. This file loads nothing, so that the command line can list them in its help.

export const experimentNames = [
  'fig2',
  'fig3a',
  'fig3bc',
  'fig4a',
  'fig4bc',
  'fig4de',
  'fig4f',
  'figS2',
  'angle-prior',
  'latents',
  'videoS1',
  'videoS2',
  'videoS3',
  'labels',
  'active',
  'unseen',
  'deploy',
] as const;

export type ExperimentName = (typeof experimentNames)[number];
