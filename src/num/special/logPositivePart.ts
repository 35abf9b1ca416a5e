import type * as tf from '@tensorflow/tfjs-core';
import { lift } from '../lift.js';
import { logPositivePartOf } from './float64/positivePart.js';

/**
 * log E[max(0, Z + t)] for a standard normal Z, which is log(phi(t) + t Phi(t)): about log t far on the right and
 * -t^2 / 2 - 2 log(-t) far on the left. It has two derivatives.
 *
 * @param t float32, any shape; borrowed
 * @example
 * logPositivePart(tf.tensor1d([0, 2, -20])).dataSync();   // [-0.918939, 0.697384, -206.9178]
 */
export function logPositivePart(t: tf.Tensor): tf.Tensor {
  return lift(t, logPositivePartOf);
}
