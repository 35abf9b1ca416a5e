// The names of the experiments in the order of `all`. This file loads nothing, so that the command line can list them in its help.

export const experimentNames = [
  'fig2',
  'figS3',
  'fig3a',
  'fig3bc',
  'fig4a',
  'fig4bc',
  'fig4de',
  'fig4f',
  'figS2',
  'videoS1',
  'videoS2',
  'videoS3',
  'angle-prior',
  'latents',
  'labels',
  'unlabelled',
  'active',
  'unseen',
  'deploy',
  'fig5',
  'fig6',
] as const;

export type ExperimentName = (typeof experimentNames)[number];
