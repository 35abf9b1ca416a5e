import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { digammaDifference } from './digammaDifference.js';
import { lgamma, stirlingRest } from './lgamma.js';
import { log1p } from './log1p.js';
import { log1pRatio } from './log1pRatio.js';
import { withPartials, type Numeric } from './withPartials.js';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b) for a, b > 0, in nats, without the cancellation of these three
 * where an argument is large. Its gradients are digamma(a) - digamma(a + b) and digamma(b) - digamma(a + b).
 * At most 3 ulp off (of 1 where it is near 0), its gradient 3.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param b of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @see Didonato and Morris 1992, "Algorithm 708: significant digit computation of the incomplete beta function ratios"
 * @example
 * logBeta(tf.tensor1d([1, 2, 1e6]), 1e6).dataSync();   // [-13.815511, -27.631022, -1386300]
 */
export function logBeta(a: Numeric, b: Numeric): tf.Tensor {
  return withPartials('logBeta', { a, b }, value, [
    ([x, y]) => slope(x as tf.Tensor, y as tf.Tensor),
    ([x, y]) => slope(y as tf.Tensor, x as tf.Tensor),
  ]);
}

function slope(x: tf.Tensor, other: tf.Tensor): tf.Tensor {
  return tf.neg(digammaDifference(x, other));
}

function value([x, y]: readonly tf.Tensor[]): tf.Tensor {
  const [a, b] = [tf.minimum(x as tf.Tensor, y as tf.Tensor), tf.maximum(x as tf.Tensor, y as tf.Tensor)];
  const [large, larger, largest] = [tf.maximum(a, 3), tf.maximum(b, 3), tf.add(tf.maximum(a, 3), tf.maximum(b, 3))];
  const oneLarge = tf.sub(lgamma(a), growth(tf.minimum(a, 3), larger));
  const rests = tf.sub(tf.add(stirlingRest(large), stirlingRest(larger)), stirlingRest(largest));
  const bothLarge = tf.add(powers(large, larger), tf.add(rests, HALF_LOG_TWO_PI));
  return select(tf.less(b, 3), bothSmall(a, b), select(tf.less(a, 3), oneLarge, bothLarge));
}

function bothSmall(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.sub(tf.add(lgamma(a), lgamma(b)), lgamma(tf.add(a, b)));
}

/** log Gamma(a + b) - log Gamma(b) for a <= 3 <= b, from the difference of two of Stirling's formulas. */
function growth(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const { logOnePlus, ratio } = log1pRatio(a, b);
  const powers = tf.add(tf.add(tf.log(b), logOnePlus), tf.sub(tf.mul(ratio, tf.sub(1, tf.div(0.5, b))), 1));
  return tf.add(tf.mul(a, powers), tf.sub(stirlingRest(tf.add(a, b)), stirlingRest(b)));
}

/** (a - 1/2) log(a / (a + b)) + b log(b / (a + b)) - log(b) / 2 for 3 <= a <= b. */
function powers(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const left = tf.mul(tf.sub(a, 0.5), log1p(tf.div(b, a)));
  return tf.neg(tf.add(tf.add(left, tf.mul(a, log1pRatio(a, b).ratio)), tf.mul(tf.log(b), 0.5)));
}
