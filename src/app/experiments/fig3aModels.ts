import { cardContenders } from './cardContenders.js';
import { cardsModel, paperTraining, type CardsModel } from './cardsModel.js';
import type { Contender } from './contenders.js';
import type { Lab } from './lab.js';

/** Degrees, here and below. The models at the main one are trained with all seeds, and the paper's to their end. */
export const MAIN = 60;
const ALPHAS = { kiln: [4, MAIN, 120, 180], paper: [4, MAIN, 180] } as const;

/** A sweep to its end would take an hour: epochs of the paper's recipe at every angle. */
export const SWEPT_EPOCHS = 4;

/** A model at one disorder of the angles. */
export interface Swept {
  /** The curve that it belongs to. */
  readonly name: string;
  readonly alpha: number;
  /** The epoch after which it is measured; at the end by default. */
  readonly after?: number;
  readonly contender: Contender;
}

/** The models of figure 3a, curve by curve, the longest trainings first. */
export function sweptModels(lab: Lab): Swept[] {
  const { ours, oursPlain, paper, paperPlain } = cardContenders(lab);
  const full = [paper, paperPlain].map((one): Swept => ({ name: `${one.name}, full`, alpha: MAIN, contender: one }));
  return [
    ...full,
    ...paperSweep(lab, paper, 'ssrvae'),
    ...paperSweep(lab, paperPlain, 'ssvae'),
    ...sweep(lab, ours, ALPHAS.kiln, { recipe: 'kiln' }),
    ...sweep(lab, oursPlain, ALPHAS.kiln, { recipe: 'kiln', kind: 'ssvae' }),
  ];
}

/** The paper's step size is constant, so that its short training is the beginning of the full one, which is there at the main angle. */
function paperSweep(lab: Lab, main: Contender, kind: 'ssrvae' | 'ssvae'): Swept[] {
  const training = { ...paperTraining(SWEPT_EPOCHS), snapshots: false };
  return sweep(lab, main, ALPHAS.paper, { recipe: 'paper', kind, training }).map((one) => {
    return { ...one, after: SWEPT_EPOCHS };
  });
}

/** One seed at every angle but the main one, whose models are given. */
function sweep(lab: Lab, main: Contender, alphas: readonly number[], model: CardsModel): Swept[] {
  const { isSmoke } = lab.settings;
  return (isSmoke ? [4, MAIN] : alphas).map((alpha) => {
    const data = { alpha: (alpha * Math.PI) / 180 };
    const own = { name: `${main.name}, ±${alpha}°`, configs: [cardsModel(lab.settings, { ...model, data })] };
    return { name: main.name, alpha, contender: alpha === MAIN ? main : own };
  });
}
