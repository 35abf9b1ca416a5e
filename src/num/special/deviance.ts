import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { polynomial } from './polynomial.js';

// (atanh(v) / v - 1) / v^2 in v^2, for v^2 up to 1 / 9.
const SERIES = [1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13, 1 / 15, 1 / 17] as const;

/** Means above it have squares that do not underflow, and ratios to counts that do not overflow. */
const LARGE = 1e-15;

/**
 * x log(x / mean) + mean - x >= 0: how much less likely a count is at `mean` than at x, in nats. Where x lies within a factor of
 * 2 of the mean it is a series in their difference, so that nothing cancels: at 1e6 it keeps all digits where the terms by
 * themselves have none left.
 *
 * @param x float32, >= 0
 * @param mean >= 0, broadcasting against x; where it is 0 the deviance is 0 at x = 0 and otherwise Infinity
 * @param logMean its logarithm, where that is known exactly although the mean itself underflows; all borrowed
 * @see Loader 2000, "Fast and accurate computation of binomial probabilities", section 2
 * @example
 * deviance(tf.tensor1d([0, 1e6, 1001000]), tf.scalar(1e6)).dataSync();   // [1000000, 0, 0.499833]
 */
export function deviance(x: tf.Tensor, mean: tf.Tensor, logMean: tf.Tensor = safeLog(mean)): tf.Tensor {
  const isClose = tf.logicalAnd(tf.less(x, tf.mul(mean, 2)), tf.greater(x, tf.mul(mean, 0.5)));
  const isNear = tf.logicalAnd(isClose, tf.greater(mean, LARGE));
  return select(isNear, near(select(isNear, x, 1), select(isNear, mean, 1)), far(x, mean, logMean));
}

/** With v = (x - m) / (x + m), log(x / m) = 2 atanh(v): (x - m) v + 2 x (atanh(v) - v). */
function near(x: tf.Tensor, mean: tf.Tensor): tf.Tensor {
  const difference = tf.sub(x, mean);
  const v = tf.div(difference, tf.add(x, mean));
  const w = tf.square(v);
  const rest = tf.mul(tf.mul(tf.mul(x, 2), tf.mul(v, w)), polynomial(w, SERIES));
  return tf.add(tf.mul(difference, v), rest);
}

function far(x: tf.Tensor, mean: tf.Tensor, logMean: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(x, logRatio(x, mean, logMean)), tf.sub(mean, x));
}

/** log(x / mean), with 1 in the place of x = 0. */
function logRatio(x: tf.Tensor, mean: tf.Tensor, logMean: tf.Tensor): tf.Tensor {
  const isPositive = tf.greater(x, 0);
  const safe = select(isPositive, x, 1);
  // The ratio keeps more digits than the difference of the logarithms, but may be too small for float32.
  const isLarge = tf.greater(mean, LARGE);
  const ratio = tf.div(safe, select(isLarge, mean, 1));
  const isOrdinary = tf.logicalAnd(isLarge, tf.greater(ratio, 2 ** -100));
  const ofRatio = tf.log(select(isOrdinary, ratio, 1));
  const isPossible = tf.logicalOr(isPositive, tf.greater(logMean, -Infinity));
  return select(isOrdinary, ofRatio, tf.sub(tf.log(safe), select(isPossible, logMean, 0)));
}

/** The logarithm, -Infinity at 0 without an infinite slope there. */
function safeLog(x: tf.Tensor): tf.Tensor {
  const isPositive = tf.greater(x, 0);
  return select(isPositive, tf.log(select(isPositive, x, 1)), -Infinity);
}
