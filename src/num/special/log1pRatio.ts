import * as tf from '@tensorflow/tfjs-core';
import { log1p } from '../formula/index.js';

/** Small enough that log(1 + u) is u, and far from where float32 ends. */
const TINY = 2 ** -100;

/** u = a / b for a >= 0 and b > 0, log(1 + u), and the latter over u, which is 1 at 0. */
export function log1pRatio(a: tf.Tensor, b: tf.Tensor): Record<'u' | 'logOnePlus' | 'ratio', tf.Tensor> {
  const u = tf.div(a, b);
  const atLeast = tf.maximum(u, TINY);
  const logOnePlus = log1p(atLeast);
  return { u, logOnePlus, ratio: tf.div(logOnePlus, atLeast) };
}
