import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { log1p } from '../formula/index.js';
import { gaussian, normalHazard, normalTail, scaledTail } from './normalTail.js';
import { withDerivative } from './withDerivative.js';

/**
 * log Phi(x), the log of the distribution function of the standard normal, in nats: about -x^2 / 2 far on the left and
 * -Phi(-x) far on the right. Its gradient is the density over Phi(x).
 * At most 3.5 ulp off, its gradient 5.5.
 *
 * @param x float32, any shape; borrowed
 * @example
 * logNormalCdf(tf.tensor1d([0, 5, -100])).dataSync();   // [-0.693147, -2.86652e-7, -5005.524]
 */
export function logNormalCdf(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, slope);
}

function value(x: tf.Tensor): tf.Tensor {
  const left = logNormalTail(tf.abs(tf.minimum(x, 0)));
  const right = log1p(tf.neg(normalTail(tf.relu(x))));
  return select(tf.greater(x, 0), right, left);
}

/** log Phi(-s) for s >= 0. */
function logNormalTail(s: tf.Tensor): tf.Tensor {
  const power = tf.mul(tf.mul(s, 0.5), s);
  return tf.sub(tf.sub(tf.log(scaledTail(s)), tf.log(tf.add(s, 1))), power);
}

function slope(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const right = tf.div(tf.mul(gaussian(x, 0.5), 1 / Math.sqrt(2 * Math.PI)), tf.sub(1, normalTail(size)));
  return select(tf.greater(x, 0), right, normalHazard(size));
}
