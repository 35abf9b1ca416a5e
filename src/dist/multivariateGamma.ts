import * as tf from '@tensorflow/tfjs-core';
import { digamma, lgamma } from '../num/index.js';

/** log Gamma_n(x) = n (n - 1) log(pi) / 4 + the sum of log Gamma(x - i / 2) over i = 0, ..., n - 1, for x > (n - 1) / 2. */
export function multivariateLgamma(x: tf.Tensor, size: number): tf.Tensor {
  const constant = (size * (size - 1) * Math.log(Math.PI)) / 4;
  return tf.add(tf.sum(lgamma(halvesBelow(x, size)), -1), constant);
}

/** The derivative of `multivariateLgamma`. */
export function multivariateDigamma(x: tf.Tensor, size: number): tf.Tensor {
  return tf.sum(digamma(halvesBelow(x, size)), -1);
}

/** x - i / 2 for i = 0, ..., size - 1, in a new last dim. */
export function halvesBelow(x: tf.Tensor, size: number): tf.Tensor {
  return tf.sub(tf.expandDims(x, -1), tf.tensor1d(Array.from({ length: size }, (_, i) => i / 2)));
}
