import * as tf from '@tensorflow/tfjs-core';
import { log1p, select, withPartials } from '../num/index.js';
import type { Parameter } from './distribution.js';

/** Ratios from 1 over this up to it are taken as they are. */
const ORDINARY = 2 ** 120;

/**
 * log(a / b) for numbers >= 0, in nats: with all its digits near a = b, also where the ratio itself leaves the range of float32.
 *
 * @param a numbers or a tensor, [...batch]; so is `b`, and the two broadcast
 */
export function logRatio(a: Parameter, b: Parameter): tf.Tensor {
  return withPartials('logRatio', { a, b }, ([x, y]) => value(x as tf.Tensor, y as tf.Tensor), [
    ([x]) => tf.div(1, x as tf.Tensor),
    ([, y]) => tf.div(-1, y as tf.Tensor),
  ]);
}

function value(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const ratio = tf.div(a, b);
  const isOrdinary = tf.logicalAnd(tf.greater(ratio, 1 / ORDINARY), tf.less(ratio, ORDINARY));
  const far = select(isOrdinary, tf.log(ratio), tf.sub(tf.log(a), tf.log(b)));
  const excess = tf.div(tf.sub(a, b), b);
  return select(tf.less(tf.abs(excess), 0.5), log1p(excess), far);
}
