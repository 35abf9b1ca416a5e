import * as tf from '@tensorflow/tfjs-core';
import { log1p, select } from '../num/index.js';
import type { Parameter } from './distribution.js';
import { logRatio } from './logRatio.js';

/** Where the square of a ratio is so large that adding 1 does not change its log in float32. */
const FAR = 1e4;

/** log(1 + (a / b)^2) for b > 0, in nats, which falls into the tails of Cauchy and Student: right also where a / b overflows. */
export function log1pSquare(a: tf.Tensor, b: Parameter): tf.Tensor {
  const isFar = tf.greater(tf.abs(a), tf.mul(b, FAR));
  const near = log1p(tf.square(tf.div(select(isFar, 0, a), b)));
  const far = tf.mul(logRatio(select(isFar, tf.abs(a), b), b), 2);
  return select(isFar, far, near);
}
