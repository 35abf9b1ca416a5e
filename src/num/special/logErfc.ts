import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { erf } from './erf.js';
import { log1p } from '../formula/index.js';
import { gaussian, scaledTail } from './normalTail.js';
import { withDerivative } from './withDerivative.js';

const SLOPE = 2 / Math.sqrt(Math.PI);

/**
 * log(1 - erf(x)), in nats: about -x^2 far on the right, log 2 far on the left, 0 at 0.
 * At most 4 ulp off, its gradient 4.
 *
 * @param x float32, any shape; borrowed
 * @example
 * logErfc(tf.tensor1d([0.5, -3, 100])).dataSync();   // [-0.735011, 0.693136, -10005.178]
 */
export function logErfc(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, slope);
}

function value(x: tf.Tensor): tf.Tensor {
  const left = log1p(tf.neg(erf(tf.minimum(x, 0.5))));
  const right = tf.sub(tf.log(scaledErfc(tf.maximum(x, 0.5))), tf.square(x));
  return select(tf.less(x, 0.5), left, right);
}

/** exp(x^2) erfc(x) for x >= 0. */
function scaledErfc(x: tf.Tensor): tf.Tensor {
  const s = tf.mul(x, Math.SQRT2);
  return tf.div(tf.mul(scaledTail(s), 2), tf.add(s, 1));
}

function slope(x: tf.Tensor): tf.Tensor {
  const left = tf.div(gaussian(x, 1), tf.sub(1, erf(tf.minimum(x, 0.5))));
  const right = tf.div(1, scaledErfc(tf.maximum(x, 0.5)));
  return tf.mul(select(tf.less(x, 0.5), left, right), -SLOPE);
}
