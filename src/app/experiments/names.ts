// The names of the experiments in the order of `all`. This file loads nothing, so that the command line can list them in its help.

export const experimentNames = ['fig2', 'figS3', 'fig5', 'fig6'] as const;

export type ExperimentName = (typeof experimentNames)[number];
