import { cardsModel } from './cardsModel.js';
import type { Contender } from './contenders.js';
import type { Lab } from './lab.js';

/** The models of the cards at ±60° that most experiments are about. */
export interface CardContenders {
  /** Our ss-rVAE, with all seeds of the lab. */
  readonly ours: Contender;
  readonly paper: Contender;
  /** The same without a pose: ss-VAE. */
  readonly oursPlain: Contender;
  readonly paperPlain: Contender;
}

export function cardContenders({ settings, seeds }: Lab): CardContenders {
  return {
    ours: { name: 'ss-rVAE, ours', configs: seeds.map((seed) => cardsModel(settings, { recipe: 'kiln', seed })) },
    paper: { name: "ss-rVAE, paper's recipe", configs: [cardsModel(settings, { recipe: 'paper' })] },
    oursPlain: { name: 'ss-VAE, ours', configs: [cardsModel(settings, { recipe: 'kiln', kind: 'ssvae' })] },
    paperPlain: {
      name: "ss-VAE, paper's recipe",
      configs: [cardsModel(settings, { recipe: 'paper', kind: 'ssvae' })],
    },
  };
}

/** What the recipes are, for captions. */
export const recipesInWords =
  "Ours: 10 epochs, labelled images in all poses. The paper's recipe, trained here: its settings, with 64 of 2,304 pixels a " +
  'step and 30 of its 100 epochs.';
