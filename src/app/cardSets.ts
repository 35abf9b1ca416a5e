import { cards } from '../data/index.js';
import type { Cards } from '../data/index.js';
import { fold } from '../num/index.js';
import type { Key } from '../num/index.js';
import type { CardsConfig } from './config/index.js';

/** The three sets of a cards run. Training does not look at the classes of the unlabelled ones. */
export interface CardSets {
  readonly labelled: Cards;
  readonly unlabelled: Cards;
  readonly test: Cards;
}

/** The cards that `config` describes; they follow from it alone. */
export function cardSets(config: CardsConfig): CardSets {
  const { alpha, labelledAlpha, shear, scale, shift, shiftAxes, seed } = config;
  const root: Key = fold([0, seed], 'cards');
  const moved = { angle: alpha, shear, scale, shift, shiftAxes };
  const upright = { angle: labelledAlpha, shear, scale, shift: 0 };
  return {
    labelled: cards(fold(root, 'labelled'), { ...upright, count: config.labelsPerClass }),
    unlabelled: cards(fold(root, 'unlabelled'), { ...moved, count: config.unlabelledPerClass }),
    test: cards(fold(root, 'test'), { ...moved, count: config.testPerClass }),
  };
}
