import { cards, pickImages, suitNames } from '../data/index.js';
import type { CardFactors, Cards } from '../data/index.js';
import { fold } from '../num/index.js';
import type { Key } from '../num/index.js';
import type { CardsConfig } from './config/index.js';

/** The three sets of a cards run. Training does not look at the classes of the unlabelled ones. */
export interface CardSets {
  readonly labelled: Cards;
  readonly unlabelled: Cards;
  readonly test: Cards;
}

/** The cards that `config` describes; they follow from it alone, and the cards of a suit do not depend on the other suits. */
export function cardSets(config: CardsConfig): CardSets {
  const { suits, alpha, labelledAlpha, shear, scale, shift, shiftAxes, seed } = config;
  const root: Key = fold([0, seed], 'cards');
  const moved = { angle: alpha, shear, scale, shift, shiftAxes };
  const upright = { angle: labelledAlpha, shear, scale, shift: 0 };
  const made = (name: string, options: Parameters<typeof cards>[1]): Cards =>
    onlySuits(cards(fold(root, name), options), suits);
  return {
    labelled: made('labelled', { ...upright, count: config.labelsPerClass }),
    unlabelled: made('unlabelled', { ...moved, count: config.unlabelledPerClass }),
    test: made('test', { ...moved, count: config.testPerClass }),
  };
}

/** The cards of some suits, whose labels count these suits only. */
function onlySuits(all: Cards, suits: CardsConfig['suits']): Cards {
  if (suits.length === suitNames.length) return all;
  const newLabels = suitNames.map((suit) => suits.indexOf(suit));
  const kept = [...all.labels.keys()].filter((i) => (newLabels[all.labels[i] ?? -1] ?? -1) >= 0);
  const picked = ([name, column]: [string, Float64Array]): [string, Float64Array] => [
    name,
    Float64Array.from(kept, (i) => column[i] ?? NaN),
  ];
  return {
    ...pickImages(all, kept),
    labels: Int32Array.from(kept, (i) => newLabels[all.labels[i] ?? -1] ?? -1),
    classNames: suits,
    // The same names as before.
    factors: Object.fromEntries(Object.entries(all.factors).map(picked)) as unknown as CardFactors,
  };
}
