import type { MetricsRecord } from '../run/index.js';
import type { TrainedModel } from './trainModels.js';

/** When a model was measured, as its recipe counts: `epoch 3`, or `step 300` of a run counted in steps. */
export function momentOf({ config }: Pick<TrainedModel, 'config'>, { step, epoch }: MetricsRecord): string {
  return config.training.epochs === null ? `step ${step}` : `epoch ${Math.round(Number(epoch))}`;
}

/** How long a model was trained, as its recipe counts. */
export function lengthOf({ config: { training } }: Pick<TrainedModel, 'config'>): string {
  return training.epochs === null ? `${training.steps ?? 0} steps` : `${training.epochs} epochs`;
}
