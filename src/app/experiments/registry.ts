import type { Experiment } from './experiment.js';
import type { ExperimentName } from './names.js';

/** Loads an experiment: only the code that is asked for. */
export const loadExperiment: Readonly<Record<ExperimentName, () => Promise<Experiment>>> = {
  fig2: async () => (await import('./fig2.js')).fig2,
  figS3: async () => (await import('./figS3.js')).figS3,
  fig5: async () => (await import('./fig5.js')).fig5,
  fig6: async () => (await import('./fig6.js')).fig6,
};
