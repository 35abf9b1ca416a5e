import type { Tail } from './tailOf.js';
import type { Answer } from './unitCounts.js';

/** Sums over numbers whose mean is tested, to which more can be added. */
export interface MeanSums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  readonly least: number;
  readonly most: number;
}

export const NO_NUMBERS: MeanSums = { count: 0, sum: 0, squares: 0, least: Infinity, most: -Infinity };

export function addNumbers(sums: MeanSums, numbers: Float64Array): MeanSums {
  let { sum, squares, least, most } = sums;
  for (const x of numbers) {
    sum += x;
    squares += x * x;
    if (!(x >= least)) least = x;
    if (!(x <= most)) most = x;
  }
  return { count: sums.count + numbers.length, sum, squares, least, most };
}

const NO_TAIL: Tail = { deviation: 0, reach: 0 };
// In standard errors, as in unitCounts.ts.
const MARGIN = 3.3;

/**
 * Whether numbers have the mean 0, by Bernstein's bound with the variance and the largest distance from 0 that were seen: where a
 * few numbers make up much of the sum, it asks for more. Where the density tells of more spread or reach than was seen, these count.
 *
 * @param smallest the least distance of the mean from 0 that has to be caught, and another in standard deviations: the larger
 * @param rounding how far from 0 the mean may be without being wrong
 * @param tail what the density tells of the numbers
 */
export function meanAnswer(
  what: string,
  sums: MeanSums,
  smallest: number,
  rounding = 0,
  smallestShare = 0,
  tail: Tail = NO_TAIL,
): Answer {
  const { count, sum, squares, least, most } = sums;
  const mean = sum / count;
  const deviation = Math.max(tail.deviation, Math.sqrt(Math.max(0, squares / count - mean * mean)));
  const excess = Math.max(0, Math.abs(mean) - rounding);
  const z = excess === 0 ? 0 : (Math.sqrt(count) * excess) / deviation;
  const reach = Math.max(tail.reach, Math.abs(least), Math.abs(most)) / (deviation * Math.sqrt(count));
  const evidence = Number.isNaN(mean) ? Infinity : z === 0 ? 0 : (z * z) / 2 / (1 + (z * reach) / 3) - Math.LN2;
  return {
    what: Number.isNaN(mean) ? `${what}, got NaN` : `${what} (off by ${sizeText(mean, deviation / Math.sqrt(count))})`,
    // Numbers that are all alike and wrong leave no doubt.
    evidence: deviation === 0 && excess > 0 ? Infinity : evidence,
    isClear: excess + (MARGIN * deviation) / Math.sqrt(count) <= Math.max(smallest, smallestShare * deviation),
  };
}

function sizeText(mean: number, error: number): string {
  return `${mean.toPrecision(3)}${Number.isFinite(error) ? `, standard error ${error.toPrecision(2)}` : ''}`;
}
