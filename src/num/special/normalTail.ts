import * as tf from '@tensorflow/tfjs-core';
import { polynomial } from './polynomial.js';

// (1 + s) Phi(-s) exp(s^2 / 2) in 8 / (4 + s) - 1 for all s >= 0, Phi the normal distribution function.
const TAIL = [
  0.472053203, 0.0967034762, 0.0139999212, -0.0286002823, -0.0322012224, -0.017937061, -0.00498754894, 0.000289823861,
  0.000664800904, 8.59917562e-5, -5.8016471e-5, -1.3089655e-5,
] as const;
/** Beyond this exp(-x^2 / 2) is below the smallest float32. */
const LAST = 16;

/** exp(-factor x^2), its digits kept where x^2 is large: x is split into a part whose square is exact and a small rest. */
export function gaussian(x: tf.Tensor, factor: 0.5 | 1): tf.Tensor {
  const size = tf.minimum(tf.abs(x), LAST);
  const coarse = tf.div(tf.round(tf.mul(size, 16)), 16);
  const rest = tf.mul(tf.sub(size, coarse), tf.add(size, coarse));
  return tf.mul(tf.exp(tf.mul(tf.square(coarse), -factor)), tf.exp(tf.mul(rest, -factor)));
}

/** (1 + s) Phi(-s) exp(s^2 / 2) for s >= 0: from 1/2 at 0 it falls to 1 / sqrt(2 pi). */
export function scaledTail(s: tf.Tensor): tf.Tensor {
  return polynomial(tf.sub(tf.div(8, tf.add(s, 4)), 1), TAIL);
}

/** Phi(-s) for s >= 0. */
export function normalTail(s: tf.Tensor): tf.Tensor {
  return tf.div(tf.mul(gaussian(s, 0.5), scaledTail(s)), tf.add(s, 1));
}

/** The density of the normal distribution over Phi(-s), for s >= 0: its failure rate. */
export function normalHazard(s: tf.Tensor): tf.Tensor {
  return tf.div(tf.add(s, 1), tf.mul(scaledTail(s), Math.sqrt(2 * Math.PI)));
}
