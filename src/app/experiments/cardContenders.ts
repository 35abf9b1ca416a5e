import { recipes } from '../config/index.js';
import { cardsModel, PAPER_EPOCHS } from './cardsModel.js';
import type { Contender } from './contenders.js';
import type { Lab } from './lab.js';

/** The models of the cards at ±60° that most experiments are about. */
export interface CardContenders {
  /** Our ss-rVAE, with all seeds of the lab. */
  readonly ours: Contender;
  readonly paper: Contender;
  /** Ours, but its classifier has seen labelled images without noise and contamination only. */
  readonly clean: Contender;
  /** The same without a pose: ss-VAE. */
  readonly oursPlain: Contender;
  readonly paperPlain: Contender;
}

export function cardContenders({ settings, seeds }: Lab): CardContenders {
  return {
    ours: { name: 'ss-rVAE, ours', configs: seeds.map((seed) => cardsModel(settings, { recipe: 'kiln', seed })) },
    paper: { name: "ss-rVAE, paper's recipe", configs: [cardsModel(settings, { recipe: 'paper' })] },
    clean: {
      name: 'ss-rVAE, ours, clean views',
      configs: [cardsModel(settings, { recipe: 'kiln', training: { viewNoise: false, snapshots: false } })],
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
  `Ours: ${recipes.kiln.cards.training.steps ?? 0} steps; its classifier also learns from the labelled images at all angles, three ` +
  `quarters of them with noise or contamination. The paper's recipe, trained here: its settings, with 144 of 2,304 pixels a step and ` +
  `${PAPER_EPOCHS} of its 100 epochs, on cards that are shifted up and down only, as the authors' notebook makes them; ours on cards ` +
  'shifted along both axes.';

/** What the cards of `testCards` are, for captions. */
export const testsInWords = "Test cards are shifted as the notebook's are.";

/** What sets the third model apart, for captions. */
export const cleanInWords = 'Clean views: our recipe without noise and contamination (one seed).';
