import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { oddInverse } from './oddInverse.js';

// Its expansion in 1 / x, for x >= 4: the next term is below 1e-8.
const FAR = [-1 / 8, 1 / 192, -1 / 640, 17 / 14336] as const;

/**
 * log Gamma(x + 1/2) - log Gamma(x) - log(x) / 2 for x > 0, without the cancellation of its terms: -1 / (8 x) for large x.
 *
 * @param x float32, any shape; borrowed
 * @see Abramowitz and Stegun 1964, equation (6.1.40), for the expansion
 * @example
 * logGammaHalfStep(tf.tensor1d([0.5, 1000])).dataSync();   // [-0.225791, -0.000125]
 */
export function logGammaHalfStep(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const near = tf.minimum(x, 4);
    const steps = tf.sub(logOfSteps(near), tf.mul(tf.add(tf.log(near), tf.log(tf.add(near, 4))), 0.5));
    return tf.sub(oddInverse(shifted(x), FAR), select(tf.less(x, 4), steps, 0));
  });
}

/** x where the expansion holds, else x + 4. */
function shifted(x: tf.Tensor): tf.Tensor {
  return select(tf.less(x, 4), tf.add(x, 4), x);
}

/** log((x + 1/2) (x + 3/2) (x + 5/2) (x + 7/2) / ((x + 1) (x + 2) (x + 3))): that with x in the divisor too leads from x to x + 4. */
function logOfSteps(x: tf.Tensor): tf.Tensor {
  const product = (terms: readonly number[]): tf.Tensor =>
    terms.map((term) => tf.add(x, term)).reduce((whole, factor) => tf.mul(whole, factor));
  return tf.log(tf.div(product([0.5, 1.5, 2.5, 3.5]), product([1, 2, 3])));
}
