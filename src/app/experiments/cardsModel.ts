import { isDeepStrictEqual } from 'node:util';
import { configVersion, recipes, runSizes, versions } from '../config/index.js';
import type { CardsConfig, ModelConfig, RunConfig, TrainingConfig } from '../config/index.js';
import type { LabSettings } from './settings.js';

/** Which model of the cards: what differs from its recipe. */
export interface CardsModel {
  /**
   * `kiln`: our recipe. `paper`: the published settings and the cards of the authors' notebook, with two things less so that it ends
   * today: the likelihood looks at every 4th pixel in x and y (unbiased; see `TrainingConfig.pixels`), and there are 20 of the 100
   * epochs.
   */
  readonly recipe: 'kiln' | 'paper';
  /** Default ssrvae. */
  readonly kind?: 'ssrvae' | 'ssvae';
  /** Of data and training. Default 0. */
  readonly seed?: number;
  readonly data?: Partial<CardsConfig>;
  readonly model?: Partial<ModelConfig>;
  /** `snapshots` is on by default for seed 0 of the usual cards, whose training the films show. */
  readonly training?: Partial<TrainingConfig>;
}

const PAPER: Partial<TrainingConfig> = { pixels: { kind: 'lattice', stride: 4 }, epochs: 20 };
/** As the authors' notebook makes its cards: their numbers come from these. */
const PAPER_CARDS: Partial<CardsConfig> = { shiftAxes: 'vertical', labelledAlpha: (5 * Math.PI) / 180 };

/** A short training of our recipe: the classifier, which learns from labels alone, is good by then, the decoder has begun. */
export const SHORT: Partial<TrainingConfig> & Pick<TrainingConfig, 'epochs' | 'warmUpSteps'> = {
  epochs: 2,
  warmUpSteps: 800,
  beta: { from: 1, to: 2, epochs: 2 },
  snapshots: false,
};

/** What that is, for captions. */
export const shortInWords: string =
  'a short training, ' + `${SHORT.warmUpSteps} steps of the classifier and ${SHORT.epochs} epochs`;

/** The config of a cards run, in the size that the lab asks for. */
export function cardsModel(
  { isSmoke, engine }: LabSettings,
  { recipe, kind = 'ssrvae', seed = 0, data, model, training }: CardsModel,
): RunConfig {
  const base = recipes[recipe].cards;
  const size = isSmoke ? runSizes.smoke : undefined;
  const invariances = kind === 'ssvae' ? [] : base.model.invariances;
  const ownData = { ...base.data, ...(recipe === 'paper' && PAPER_CARDS) };
  const isMain = seed === 0 && isDeepStrictEqual({ ...ownData, ...data }, ownData);
  return {
    formatVersion: configVersion,
    versions: versions(),
    engine,
    data: { ...ownData, ...size?.cards, ...data, seed },
    model: { ...base.model, kind, invariances, ...model, ...size?.model },
    training: {
      ...base.training,
      ...(recipe === 'paper' && PAPER),
      snapshots: isMain,
      ...training,
      seed,
      ...size?.training,
    },
  };
}
