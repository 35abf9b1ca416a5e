import { cardsModel, type CardsModel } from './cardsModel.js';
import type { Contender } from './contenders.js';
import type { Lab } from './lab.js';

/** The models of the cards at ±60° that most experiments are about. */
export interface CardContenders {
  /** Our ss-rVAE, with all seeds of the lab. */
  readonly ours: Contender;
  readonly paper: Contender;
  /** Ours, made for noise, contamination and angles of all kinds: the classifier has learnt from images with all of these. */
  readonly robust: Contender;
  /** The same without a pose: ss-VAE. */
  readonly oursPlain: Contender;
  readonly paperPlain: Contender;
}

/** See docs/guide/recipes.md. */
const robustly: Pick<CardsModel, 'model' | 'training'> = {
  model: { classifier: 'cnn', classifierLearnsFrom: 'labels' },
  training: { viewNoise: true, viewAngles: 'all', warmUpSteps: 1500, extraViews: 64 },
};

export function cardContenders({ settings, seeds }: Lab): CardContenders {
  return {
    ours: { name: 'ss-rVAE, ours', configs: seeds.map((seed) => cardsModel(settings, { recipe: 'kiln', seed })) },
    paper: { name: "ss-rVAE, paper's recipe", configs: [cardsModel(settings, { recipe: 'paper' })] },
    robust: {
      name: 'ss-rVAE, ours, disturbed views',
      configs: [cardsModel(settings, { recipe: 'kiln', ...robustly })],
    },
    oursPlain: { name: 'ss-VAE, ours', configs: [cardsModel(settings, { recipe: 'kiln', kind: 'ssvae' })] },
    paperPlain: {
      name: "ss-VAE, paper's recipe",
      configs: [cardsModel(settings, { recipe: 'paper', kind: 'ssvae' })],
    },
  };
}

/** What the recipes are, for captions. */
export const recipesInWords: string =
  "Ours: 10 epochs, labelled images in all poses. The paper's recipe, trained here: its settings, with 64 of 2,304 pixels a " +
  'step and 30 of its 100 epochs.';

/** What sets the third model apart, for captions. */
export const robustInWords: string =
  'Disturbed views: a convolutional classifier that has also learnt from labelled images at all angles, with noise and with ' +
  'contamination; one key.';
