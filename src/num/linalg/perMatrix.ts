import * as tf from '@tensorflow/tfjs-core';
import { sizeOfMatrix } from './sizeOfMatrix.js';

/**
 * What `fill` writes for each of square matrices [..., n, n], row by row and in double precision. Nothing is recorded by gradients.
 *
 * @param fill gets one matrix, one of zeros to write to, and n
 */
export function perMatrix(
  matrices: tf.Tensor,
  fill: (from: Float64Array, to: Float64Array, size: number) => void,
): tf.Tensor {
  const size = sizeOfMatrix(matrices);
  const from = new Float64Array(matrices.dataSync());
  const to = new Float64Array(from.length);
  for (let start = 0; start < from.length; start += size * size) {
    fill(from.subarray(start, start + size * size), to.subarray(start, start + size * size), size);
  }
  return tf.tensor(new Float32Array(to), matrices.shape, 'float32');
}
