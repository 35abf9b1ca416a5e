import type { RunConfig } from '../config/index.js';
import { cardsModel } from './cardsModel.js';
import type { Lab } from './lab.js';

/** Labels of each class that the models of one key are trained with. */
export const labelCounts = [5, 10, 25, 50, 100, 200] as const;

/** Passes over the unlabelled images: enough to compare, few enough for a dozen models. */
const EPOCHS = 4;

/** How many keys: a second one shows the spread; a third would take five minutes more. */
export const labelSeeds = ({ seeds }: Lab): readonly number[] => seeds.slice(0, 2);

/** Our ss-rVAE with so many labels of each class. */
export function labelsModel({ settings }: Lab, labelsPerClass: number, seed: number): RunConfig {
  const training = { epochs: EPOCHS, beta: { from: 1, to: 2, epochs: 2 }, snapshots: false };
  return cardsModel(settings, { recipe: 'kiln', seed, data: { labelsPerClass }, training });
}

/** How long these models are trained, for captions. */
export const labelsTraining: string = `our recipe with ${EPOCHS} epochs`;
