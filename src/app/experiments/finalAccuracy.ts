import type { TrainedModel } from './trainModels.js';

/** Accuracy on the run's own test set at its last measurement; NaN where there is none. */
export function finalAccuracy({ history }: Pick<TrainedModel, 'history'>): number {
  return Number(history.at(-1)?.['testAccuracy'] ?? NaN);
}
