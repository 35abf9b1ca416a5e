import { fold } from '../key.js';
import type { Key } from '../key.js';
import { binomialArray } from './binomialArray.js';

/**
 * Multinomial draws in float64: the counts of `size` categories, for each number of trials and each row of weights, which need
 * not sum to 1. Category by category, each a binomial draw from the trials that are left.
 *
 * @param totals [n]
 * @param weights [n, size], flat
 * @returns [n, size], flat
 */
export function multinomialArray(
  key: Key,
  totals: ArrayLike<number>,
  weights: ArrayLike<number>,
  size: number,
): Float64Array {
  const counts = new Float64Array(totals.length * size);
  const left = Float64Array.from(totals);
  const weightsLeft = suffixSums(weights, size);
  for (let category = 0; category < size; category += 1) {
    const shares = left.map((_, i) => shareOf(weights[i * size + category], weightsLeft[i * size + category]));
    binomialArray(fold(key, category), left, shares).forEach((count, i) => {
      counts[i * size + category] = count;
      left[i] = (left[i] ?? NaN) - count;
    });
  }
  return counts;
}

/** The part of a category in the weight of itself and all later ones: exactly 1 for the last one with any weight. */
function shareOf(weight = NaN, weightLeft = NaN): number {
  return weight === 0 ? 0 : weight / weightLeft;
}

/** For each entry the sum of those from it to the end of its row. */
function suffixSums(weights: ArrayLike<number>, size: number): Float64Array {
  const sums = Float64Array.from(weights);
  for (let i = sums.length - 2; i >= 0; i -= 1) {
    if ((i + 1) % size !== 0) sums[i] = (sums[i] ?? NaN) + (sums[i + 1] ?? NaN);
  }
  return sums;
}
