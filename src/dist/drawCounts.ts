import * as tf from '@tensorflow/tfjs-core';
import { drawOnHost, multinomialArray } from '../num/index.js';
import type { Key, Shape } from '../num/index.js';
import type { Parameter } from './distribution.js';

/**
 * Multinomial draws [...shape, K], float32, as counts of K categories.
 *
 * @param parameter [...batch, K], which is read from the device
 * @param weightsOf makes weights of its values there, in rows of K
 */
export function drawCounts(
  key: Key,
  shape: Shape,
  totalCount: Parameter,
  parameter: tf.Tensor,
  weightsOf: (values: ArrayLike<number>, size: number) => ArrayLike<number>,
): tf.Tensor {
  const size = parameter.shape[parameter.rank - 1] ?? 1;
  const column = typeof totalCount === 'number' ? totalCount : tf.expandDims(totalCount, -1);
  return drawOnHost([...shape, size], [column, parameter], (totals = [], values = []) => {
    const ofRows = Float64Array.from({ length: totals.length / size }, (_, i) => totals[i * size] ?? NaN);
    return multinomialArray(key, ofRows, weightsOf(values, size), size);
  });
}

/** exp(logs), each row scaled so that its largest is 1. */
export function weightsOfLogs(logs: ArrayLike<number>, size: number): Float64Array {
  const weights = Float64Array.from(logs);
  for (let start = 0; start < weights.length; start += size) {
    const row = weights.subarray(start, start + size);
    const most = row.reduce((a, b) => Math.max(a, b), -Infinity);
    row.forEach((log, i) => {
      row[i] = Math.exp(log - most);
    });
  }
  return weights;
}
