import * as tf from '@tensorflow/tfjs-core';
import { whereInside } from './whereInside.js';

/** A moment of a tail of exponent `tail` [batch]: Infinity up to `order`, and `moment` of the exponent above. */
export function tailMoment(tail: tf.Tensor, order: number, moment: (tail: tf.Tensor) => tf.Tensor): tf.Tensor {
  return whereInside(tf.greater(tail, order), tail, order + 1, moment, Infinity);
}
