import type * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, take, uniformArray, type Key } from '../../num/index.js';
import type { Tensors } from '../optim/index.js';

/**
 * Equally weighted draws out of weighted ones, by systematic resampling: a draw of weight w comes floor(count w) or
 * ceil(count w) times, on average count w.
 *
 * @param samples by site, [S, ...shape]; borrowed
 * @param weights S numbers that sum to 1
 * @returns by site [count, ...shape]; the caller owns them
 * @throws ArgumentError if the weights do not sum to 1, or `count` is not a whole number above 0
 * @see Carpenter, Clifford and Fearnhead 1999, "Improved particle filter for nonlinear problems", section 3
 */
export function resample(
  key: Key,
  samples: Tensors,
  weights: ArrayLike<number>,
  count: number = weights.length,
): Record<string, tf.Tensor> {
  check(weights, count);
  const [offset = 0] = uniformArray(key, 1);
  let [index, total] = [0, weights[0] ?? 1];
  const chosen = Array.from({ length: count }, (_, i) => {
    while (total <= (i + offset) / count && index < weights.length - 1) total += weights[(index += 1)] ?? 0;
    return index;
  });
  return Object.fromEntries(Object.entries(samples).map(([name, x]) => [name, take(x, chosen, -x.rank)]));
}

function check(weights: ArrayLike<number>, count: number): void {
  const total = Array.from(weights).reduce((sum, weight) => sum + weight, 0);
  if (!(Math.abs(total - 1) < 1e-6)) {
    throw new ArgumentError({ where: 'resample', expected: 'weights that sum to 1', got: `a sum of ${total}` });
  }
  if (!Number.isInteger(count) || count < 1) {
    throw new ArgumentError({ where: 'resample', expected: 'a count of at least 1', got: String(count) });
  }
}
