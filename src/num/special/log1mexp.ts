import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { log1p } from '../formula/index.js';
import { withDerivative } from './withDerivative.js';

/**
 * log(1 - exp(x)) for x <= 0, in nats: -Infinity at 0, NaN above.
 * At most 3.5 ulp off, its gradient 3.5.
 *
 * @param x float32, any shape; borrowed
 * @see Mächler 2012, "Accurately computing log(1 - exp(-|a|))", equation (7)
 * @example
 * log1mexp(tf.tensor1d([-1e-6, -1])).dataSync();   // [-13.815511, -0.458675]
 */
export function log1mexp(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, (at) => tf.div(-1, tf.expm1(tf.neg(at))));
}

function value(x: tf.Tensor): tf.Tensor {
  const near = tf.log(tf.neg(tf.expm1(tf.maximum(x, -Math.LN2))));
  const far = log1p(tf.neg(tf.exp(tf.minimum(x, -Math.LN2))));
  return select(tf.greater(x, -Math.LN2), near, far);
}
