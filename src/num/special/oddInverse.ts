import * as tf from '@tensorflow/tfjs-core';
import { polynomial } from './polynomial.js';

/** A sum of odd powers of 1 / x, from the first on: (1 / x) times a polynomial in 1 / x^2. */
export function oddInverse(x: tf.Tensor, coefficients: readonly number[]): tf.Tensor {
  const inverse = tf.div(1, x);
  return tf.mul(inverse, polynomial(tf.square(inverse), coefficients));
}
