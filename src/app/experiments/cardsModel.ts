import { isDeepStrictEqual } from 'node:util';
import { configVersion, fitted, recipes, versions } from '../config/index.js';
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

/** Passes over the unlabelled images in the paper's recipe as it is trained here. */
export const PAPER_EPOCHS = 20;
/** In so many epochs the published β goes from 1 to 2. */
const BETA_EPOCHS = 30;
/** As the authors' notebook makes its cards: their numbers come from these. */
const PAPER_CARDS: Partial<CardsConfig> = { shiftAxes: 'vertical', labelledAlpha: (5 * Math.PI) / 180 };

/** The paper's training, or the beginning of it: β grows as published, however few epochs there are. */
export function paperTraining(epochs: number): Partial<TrainingConfig> {
  return { pixels: { kind: 'lattice', stride: 4 }, epochs, betaOver: BETA_EPOCHS / epochs };
}

/** The config of a cards run, in the size that the lab asks for. */
export function cardsModel(
  { isSmoke, engine }: LabSettings,
  { recipe, kind = 'ssrvae', seed = 0, data, model, training }: CardsModel,
): RunConfig {
  const base = recipes[recipe].cards;
  const size = isSmoke ? base.sizes.smoke : undefined;
  const ownData = { ...base.data, ...(recipe === 'paper' && PAPER_CARDS) };
  const isMain = seed === 0 && isDeepStrictEqual({ ...ownData, ...data }, ownData);
  return {
    formatVersion: configVersion,
    versions: versions(),
    engine,
    data: { ...ownData, ...size?.data, ...data, seed },
    model: { ...fitted({ ...base.model, kind }), ...model, ...size?.model },
    training: {
      ...base.training,
      ...(recipe === 'paper' && paperTraining(PAPER_EPOCHS)),
      // Without a pose there is none to tell.
      ...(kind === 'ssvae' && { labelledPoses: 'given' as const }),
      snapshots: isMain,
      ...training,
      seed,
      ...size?.training,
    },
  };
}
