import type { RunConfig, TrainingConfig } from '../config/index.js';
import { cardsModel } from './cardsModel.js';
import type { Lab } from './lab.js';

/** Labels of each class that the models of one seed are trained with; tiny models all have the same, so two will do. */
export function labelCounts({ settings }: Lab): readonly number[] {
  return settings.isSmoke ? [5, 200] : [5, 10, 25, 50, 100, 200];
}

/** With this many labels or fewer it matters which ones they are: such models have two seeds, the others one, to save time. */
export const FEW_LABELS = 25;

/** The seeds of the models with so many labels of each class. */
export function labelSeeds({ seeds }: Lab, labelsPerClass: number, few: number = FEW_LABELS): readonly number[] {
  return seeds.slice(0, labelsPerClass <= few ? 2 : 1);
}

/** Our ss-rVAE with so many labels of each class. */
export function labelsModel(
  { settings }: Lab,
  labelsPerClass: number,
  seed: number,
  training: Partial<TrainingConfig> = {},
): RunConfig {
  return cardsModel(settings, { recipe: 'kiln', seed, data: { labelsPerClass }, training });
}
