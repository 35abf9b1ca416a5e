import type { CardsConfig, RunConfig } from '../config/index.js';
import type { DoctorReport } from '../doctorReport.js';
import type { ExperimentName, ExperimentSettings, ExperimentsResult } from '../experiments/index.js';
import type { ExportedCards } from '../exportCards.js';
import type { LibraryJob } from '../library/index.js';
import type { ClassifyJob, EvaluateJob, SuggestJob, TrainJob, TraverseJob } from '../jobs.js';

/** What the commands call on. Tests put their own in place. */
export interface Services {
  readonly train: TrainJob;
  readonly evaluateRun: EvaluateJob;
  readonly classifyRun: ClassifyJob;
  readonly suggestLabels: SuggestJob;
  readonly traverseRun: TraverseJob;
  readonly experiment: (names: readonly ExperimentName[], settings: ExperimentSettings) => Promise<ExperimentsResult>;
  readonly library: LibraryJob;
  readonly exportCards: (config: CardsConfig, folder: string) => Promise<ExportedCards>;
  readonly readConfig: (folder: string) => Promise<RunConfig>;
  readonly doctor: () => Promise<DoctorReport>;
}

/** The real ones. Each loads its part of the program when it is called, so that help and usage errors come at once. */
export const services: Services = {
  train: async (config, options) => (await import('../train/index.js')).train(config, options),
  evaluateRun: async (folder, options) => (await import('../train/index.js')).evaluateRun(folder, options),
  classifyRun: async (folder, images, options) =>
    (await import('../train/index.js')).classifyRun(folder, images, options),
  suggestLabels: async (folder, options) => (await import('../suggest/index.js')).suggestLabels(folder, options),
  traverseRun: async (folder, options) => (await import('../train/index.js')).traverseRun(folder, options),
  experiment: async (names, settings) => (await import('../experiments/index.js')).runExperiments(names, settings),
  library: async (plan, options) => (await import('../library/index.js')).library(plan, options),
  exportCards: async (config, folder) => (await import('../exportCards.js')).exportCards(config, folder),
  readConfig: async (folder) => (await import('../run/index.js')).readConfig(folder),
  doctor: async () => (await import('../doctor.js')).doctor(),
};
