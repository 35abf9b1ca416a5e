import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../dist/index.js';
import { select, sizeOf } from '../../../num/index.js';

/**
 * The log density of each batch element at places of its own, in few calls: numbers, or vectors of the event's components.
 * Outside the support it is -Infinity.
 *
 * @param places for each batch element, flat [point, event component]; elements may have different numbers of points
 */
export function logDensityAt(
  dist: Distribution,
  places: readonly (readonly number[] | Float64Array)[],
): Float64Array[] {
  const size = sizeOf(dist.eventShape);
  const counts = places.map((list) => list.length / size);
  const most = Math.max(0, ...counts);
  if (most === 0) return counts.map(() => new Float64Array());
  const padded = new Float32Array(most * places.length * size);
  places.forEach((list, b) => {
    for (let i = 0; i < most * size; i += 1) {
      // Elements with fewer points repeat their last.
      const from = i < list.length ? i : list.length - size + (i % size);
      padded[(Math.floor(i / size) * places.length + b) * size + (i % size)] = list[from] ?? 0;
    }
  });
  const shape = [most, ...dist.batchShape, ...dist.eventShape];
  const all = tf.tidy(() => evaluate(dist, tf.tensor(padded, shape)).dataSync());
  return counts.map((count, b) => Float64Array.from({ length: count }, (_, i) => all[i * places.length + b] ?? NaN));
}

function evaluate(dist: Distribution, value: tf.Tensor): tf.Tensor {
  return select(dist.support.check(value), dist.logProb(value), -Infinity);
}
