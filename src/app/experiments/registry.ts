import type { Experiment } from './experiment.js';
import type { ExperimentName } from './names.js';

/** Loads an experiment: only the code that is asked for. */
export const loadExperiment: Readonly<Record<ExperimentName, () => Promise<Experiment>>> = {
  fig2: async () => (await import('./fig2.js')).fig2,
  videoS1: async () => (await import('./videoS1.js')).videoS1,
  videoS2: async () => (await import('./videoS2.js')).videoS2,
  videoS3: async () => (await import('./videoS3.js')).videoS3,
  labels: async () => (await import('./labels.js')).labels,
  active: async () => (await import('./active.js')).active,
  unseen: async () => (await import('./unseen.js')).unseen,
  deploy: async () => (await import('./deploy.js')).deploy,
};
