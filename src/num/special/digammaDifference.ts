import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { DIGAMMA_FAR } from './digamma.js';
import { log1pRatio } from './log1pRatio.js';

/**
 * digamma(x + d) - digamma(x) for x > 0 and d >= 0, without the cancellation: about d / x where x is large, and 1 / x where it
 * is small. It has no gradient of its own.
 * At most 3 ulp off.
 *
 * @param x float32, any shape; borrowed
 * @param d float32, of the same shape; borrowed
 * @example
 * digammaDifference(tf.tensor1d([1, 1e8]), tf.tensor1d([2, 3])).dataSync();   // [1.5, 3e-8]
 */
export function digammaDifference(x: tf.Tensor, d: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const isNear = tf.less(x, 3);
    const steps = [0, 1, 2].map((k) => harmonicStep(tf.add(tf.minimum(x, 3), k), d));
    const [first, second, third] = steps as [tf.Tensor, tf.Tensor, tf.Tensor];
    const near = tf.add(first, tf.add(second, third));
    return tf.add(far(tf.add(x, select(isNear, 3, 0)), d), select(isNear, near, 0));
  });
}

/** 1 / x - 1 / (x + d). */
function harmonicStep(x: tf.Tensor, d: tf.Tensor): tf.Tensor {
  return tf.div(tf.div(d, tf.add(x, d)), x);
}

/** For x >= 3, by the asymptotic series, whose polynomial p in 1 / x^2 is differenced by rule and not by subtraction. */
function far(x: tf.Tensor, d: tf.Tensor): tf.Tensor {
  const [inverse, inverseSum] = [tf.div(1, x), tf.div(1, tf.add(x, d))];
  const [square, squareSum] = [tf.square(inverse), tf.square(inverseSum)];
  const [c1, c2, c3, c4] = DIGAMMA_FAR;
  // p(s) - p(t) over s - t for p = c1 s + c2 s^2 + c3 s^3 + c4 s^4, s = 1 / x^2, t = 1 / (x + d)^2.
  const [sum, product] = [tf.add(square, squareSum), tf.mul(square, squareSum)];
  const third = tf.mul(tf.sub(tf.square(sum), product), c3);
  const fourth = tf.mul(tf.mul(sum, tf.sub(tf.square(sum), tf.mul(product, 2))), c4);
  const ratio = tf.add(tf.add(tf.mul(sum, c2), c1), tf.add(third, fourth));
  const rest = tf.mul(inverseSum, tf.add(tf.mul(tf.add(inverse, inverseSum), ratio), 0.5));
  const { u, ratio: logRatio } = log1pRatio(d, x);
  return tf.mul(u, tf.add(logRatio, rest));
}
