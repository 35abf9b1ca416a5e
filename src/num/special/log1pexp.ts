import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { log1p } from './log1p.js';
import { withDerivative } from './withDerivative.js';

/**
 * log(1 + exp(x)), in nats, also called softplus: about exp(x) far on the left and x far on the right. Its gradient is the
 * sigmoid.
 * At most 3 ulp off, its gradient 2.
 *
 * @param x float32, any shape; borrowed
 * @example
 * log1pexp(tf.tensor1d([-80, 0, 1000])).dataSync();   // [1.80485e-35, 0.693147, 1000]
 */
export function log1pexp(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, (at) => tf.add(tf.relu(at), log1p(decay(at))), slope);
}

/** The sigmoid from exp(-|x|), which cannot overflow. */
function slope(x: tf.Tensor): tf.Tensor {
  const small = decay(x);
  return tf.div(select(tf.less(x, 0), small, 1), tf.add(small, 1));
}

function decay(x: tf.Tensor): tf.Tensor {
  return tf.exp(tf.neg(tf.abs(x)));
}
