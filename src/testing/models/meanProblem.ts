import { addNumbers, meanAnswer, NO_NUMBERS } from '../laws/statistical/meanAnswer.js';
import { chanceText } from '../laws/statistical/uncertainty.js';

/**
 * What convicts numbers, independent and of one law, of a mean that is not 0; undefined if nothing does.
 *
 * @param rounding how far from 0 the mean may be without being wrong
 * @param rate the chance at most of a false alarm
 */
export function meanProblem(
  what: string,
  numbers: readonly number[],
  rounding: number,
  rate: number,
): string | undefined {
  const bad = numbers.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) return `${what}: expected finite numbers, got ${numbers[bad]} at draw ${bad}`;
  const answer = meanAnswer(what, addNumbers(NO_NUMBERS, Float64Array.from(numbers)), 0, rounding);
  if (answer.evidence < Math.log(1 / rate)) return undefined;
  return `${answer.what} after ${numbers.length} draws (${chanceText(answer.evidence)})`;
}
