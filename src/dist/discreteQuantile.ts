import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, detached, select } from '../num/index.js';
import type { Parameter } from './distribution.js';

/**
 * The smallest integer from `low` on whose `cdf` is at least q: the neighbour of a guess, which rounding may have put one
 * too high or too low.
 *
 * @param guess integers, at most one off
 */
export function correctedQuantile(
  guess: tf.Tensor,
  q: tf.Tensor,
  cdf: (value: tf.Tensor) => tf.Tensor,
  low: Parameter,
): tf.Tensor {
  const below = tf.maximum(tf.sub(guess, 1), low);
  const at = tf.maximum(guess, low);
  const reaches = (value: tf.Tensor): tf.Tensor => tf.greaterEqual(cdf(value), q);
  return select(reaches(below), below, select(reaches(at), at, tf.add(at, 1)));
}

/**
 * The same by bisection, where there is no formula to guess from; without gradient, as it is flat but for jumps. Reads `high`
 * from the device.
 *
 * @param high an integer at whose `cdf` any q below 1 is reached
 */
export function searchedQuantile(
  q: tf.Tensor,
  cdf: (value: tf.Tensor) => tf.Tensor,
  low: number,
  high: tf.Tensor,
): tf.Tensor {
  return detached(() => {
    const zeros = tf.zeros(broadcastShapes('icdf', { q: q.shape, high: high.shape }));
    let [below, reaching] = [tf.add(zeros, low - 1), tf.add(zeros, high)];
    const largest = tf.max(high).dataSync()[0] ?? 0;
    for (let width = largest - low + 1; width >= 1; width /= 2) {
      const middle = tf.floor(tf.mul(tf.add(below, reaching), 0.5));
      const reaches = tf.greaterEqual(cdf(middle), q);
      [below, reaching] = [select(reaches, below, middle), select(reaches, middle, reaching)];
    }
    return tf.maximum(reaching, low);
  });
}

/** The same of a family without end, for whose tail beyond the mean a scale is known; Infinity at q = 1. */
export function unboundedQuantile(
  q: tf.Tensor,
  cdf: (value: tf.Tensor) => tf.Tensor,
  { mean, variance, scale }: Readonly<Record<'mean' | 'variance' | 'scale', Parameter>>,
): tf.Tensor {
  // The largest float32 below 1 is 5.4 normal deviates, or 16.6 exponential ones, from the mean.
  const beyond = tf.add(tf.mul(tf.sqrt(variance), 12), tf.mul(scale, 40));
  const quantile = searchedQuantile(q, cdf, 0, tf.ceil(tf.add(mean, beyond)));
  return select(tf.less(q, 1), quantile, Infinity);
}
