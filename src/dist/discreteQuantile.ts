import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, detached, select } from '../num/index.js';
import type { Parameter } from './distribution.js';

type Elementwise = (value: tf.Tensor) => tf.Tensor;

/**
 * The smallest integer from `low` on whose `cdf` is at least q: the neighbour of a guess, which rounding may have put one
 * too high or too low.
 *
 * @param guess integers, at most one off
 */
export function correctedQuantile(guess: tf.Tensor, q: tf.Tensor, cdf: Elementwise, low: Parameter): tf.Tensor {
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
export function searchedQuantile(q: tf.Tensor, cdf: Elementwise, low: number, high: tf.Tensor): tf.Tensor {
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

type Scale = Readonly<Record<'mean' | 'variance' | 'scale', Parameter>>;

/** Both quantiles of a family without end, for whose tail beyond the mean a scale is known; Infinity at the upper end. */
export function unboundedQuantiles(
  { cdf, survival }: Readonly<Record<'cdf' | 'survival', Elementwise>>,
  scale: () => Scale,
): Record<'icdf' | 'inverseSurvival', Elementwise> {
  const found = (q: tf.Tensor, isEnd: tf.Tensor, rising: Elementwise): tf.Tensor =>
    select(isEnd, Infinity, searchedQuantile(q, rising, 0, farthest(scale())));
  return {
    icdf: (q) => found(q, tf.greaterEqual(q, 1), cdf),
    inverseSurvival: (q) => found(tf.neg(q), tf.lessEqual(q, 0), (k) => tf.neg(survival(k))),
  };
}

/** Above the value beyond which the least of all float32 shares lies: 14 normal deviates, or 104 exponential ones, from the mean. */
function farthest({ mean, variance, scale }: Scale): tf.Tensor {
  const beyond = tf.add(tf.mul(tf.sqrt(variance), 30), tf.mul(scale, 250));
  return tf.minimum(tf.ceil(tf.add(mean, beyond)), 2 ** 100);
}
