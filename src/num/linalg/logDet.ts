import * as tf from '@tensorflow/tfjs-core';
import { cholesky } from './cholesky.js';
import { diagonal } from './diagonal.js';

/**
 * The log determinant of positive definite matrices: twice the sum of the logs of their Cholesky factor's diagonal. The
 * error is what moving the entries by some roundings does, at most about n times the condition times 2^-24.
 *
 * @param matrix symmetric and positive definite [..., n, n]; NaN where it is not; borrowed
 * @returns [...]
 * @throws ShapeError unless it is square
 * @example
 * logDet(tf.tensor2d([[4, 2], [2, 5]])).dataSync();   // [2.772589]
 */
export function logDet(matrix: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(tf.sum(tf.log(diagonal(cholesky(matrix))), -1), 2));
}
