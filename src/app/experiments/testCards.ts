import type { Cards } from '../../data/index.js';
import { cardSets } from '../cardSets.js';
import { recipes, type CardsConfig } from '../config/index.js';

/**
 * Cards to test on: as in the authors' notebook, shifted up and down only, except for `changes`. The draws of each
 * factor are the same whatever its range is, so that two tests differ by what was changed and not by chance.
 */
export function testCards(changes: Partial<CardsConfig>): Cards {
  return cardSets({
    ...recipes.kiln.cards.data,
    shiftAxes: 'vertical',
    ...changes,
    labelsPerClass: 1,
    unlabelledPerClass: 1,
  }).test;
}

/** The values at which something is measured: every so many of them where only the working is shown. */
export function testPoints(isSmoke: boolean, values: readonly number[], stepInSmoke: number): readonly number[] {
  return isSmoke ? values.filter((_, i) => i % stepInSmoke === 0) : values;
}

/** How many cards of each class a test has: few where only the working is shown. */
export function testSize(isSmoke: boolean, perClass: number): number {
  return isSmoke ? Math.min(6, perClass) : perClass;
}
