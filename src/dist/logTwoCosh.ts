import * as tf from '@tensorflow/tfjs-core';
import { softplus, withDerivative } from '../num/index.js';

/** log(exp(z) + exp(-z)), in nats, which is about |z| far out and log 2 at 0. Its gradient is tanh(z). */
export function logTwoCosh(z: tf.Tensor): tf.Tensor {
  return withDerivative(z, value, tf.tanh);
}

function value(z: tf.Tensor): tf.Tensor {
  const size = tf.abs(z);
  return tf.add(size, softplus(tf.mul(size, -2)));
}
