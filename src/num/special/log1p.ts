import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { withDerivative } from './withDerivative.js';

/**
 * log(1 + x) with all its digits near x = 0, which tf.log1p loses on the wasm engine.
 * At most 2 ulp off, its gradient 1.
 *
 * @param x float32, any shape, >= -1; NaN below; borrowed
 * @see Kahan, as in Goldberg 1991, "What every computer scientist should know about floating-point arithmetic", theorem 4
 * @example
 * log1p(tf.tensor1d([1e-6, 1])).dataSync();   // [0.000001, 0.693147]
 */
export function log1p(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, (at) => tf.div(1, tf.add(at, 1)));
}

/** With u the rounded 1 + x, log(u) x / (u - 1): the error of u cancels. Where u is 1 that is x itself. */
function value(x: tf.Tensor): tf.Tensor {
  const u = tf.add(x, 1);
  const rounded = tf.sub(u, 1);
  const near = select(tf.equal(rounded, 0), x, tf.mul(tf.log(u), tf.div(x, rounded)));
  return select(tf.less(x, 1), near, tf.log(u));
}
