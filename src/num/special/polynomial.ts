import * as tf from '@tensorflow/tfjs-core';

/**
 * c_0 + c_1 x + c_2 x^2 + …, by Horner's rule.
 *
 * The coefficients in this folder are near-minimax: Chebyshev interpolation, in 40 digits, of the function that the comment
 * beside them names, which is smooth and does not vanish on the interval that the comment names.
 */
export function polynomial(x: tf.Tensor, coefficients: readonly number[]): tf.Tensor {
  const [last = 0, ...rest] = [...coefficients].reverse();
  const start: tf.Tensor = tf.fill(x.shape, last);
  return rest.reduce((sum, coefficient) => tf.add(tf.mul(sum, x), coefficient), start);
}
