import type { Experiment } from './experiment.js';
import type { ExperimentName } from './names.js';

/** Loads an experiment: only the code that is asked for. */
export const loadExperiment: Readonly<Record<ExperimentName, () => Promise<Experiment>>> = {
  fig2: async () => (await import('./fig2.js')).fig2,
  figS3: async () => (await import('./figS3.js')).figS3,
  fig3a: async () => (await import('./fig3a.js')).fig3a,
  fig3bc: async () => (await import('./fig3bc.js')).fig3bc,
  fig4a: async () => (await import('./fig4a.js')).fig4a,
  fig4bc: async () => (await import('./fig4bc.js')).fig4bc,
  fig4de: async () => (await import('./fig4de.js')).fig4de,
  fig4f: async () => (await import('./fig4f.js')).fig4f,
  figS2: async () => (await import('./figS2.js')).figS2,
  videoS1: async () => (await import('./videoS1.js')).videoS1,
  videoS2: async () => (await import('./videoS2.js')).videoS2,
  videoS3: async () => (await import('./videoS3.js')).videoS3,
  'angle-prior': async () => (await import('./anglePrior.js')).anglePrior,
  latents: async () => (await import('./latents.js')).latents,
  labels: async () => (await import('./labels.js')).labels,
  unlabelled: async () => (await import('./unlabelled.js')).unlabelled,
  active: async () => (await import('./active.js')).active,
  unseen: async () => (await import('./unseen.js')).unseen,
  deploy: async () => (await import('./deploy.js')).deploy,
  fig5: async () => (await import('./fig5.js')).fig5,
  fig6: async () => (await import('./fig6.js')).fig6,
};
