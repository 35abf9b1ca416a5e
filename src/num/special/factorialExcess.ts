import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { digamma } from './digamma.js';
import { lgamma } from './lgamma.js';
import { withDerivative } from './withDerivative.js';

/** From here on by Stirling's series, whose next term is below 5e-8. */
const FAR = 3;

/**
 * log Gamma(x + 1) - (x log x - x) for x >= 0: what is left of a log-factorial when its large part, which cancels in
 * probabilities of counts, is taken away. 0 at 0, log(2 pi x) / 2 and a little for large x.
 *
 * @param x float32, any shape, >= 0; borrowed
 * @example
 * factorialExcess(tf.tensor1d([0, 1, 1e6])).dataSync();   // [0, 1, 7.826694]
 */
export function factorialExcess(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, slope);
}

function value(x: tf.Tensor): tf.Tensor {
  const near = tf.minimum(x, FAR);
  const large = tf.maximum(x, FAR);
  const [s, w] = [tf.div(1, large), tf.square(tf.div(1, large))];
  const rest = tf.mul(s, series(w, [1 / 12, 1 / 360, 1 / 1260, 1 / 1680]));
  const far = tf.add(tf.mul(0.5, tf.add(tf.log(large), Math.log(2 * Math.PI))), rest);
  const own = tf.mul(near, tf.sub(tf.log(positivePart(near)), 1));
  return select(tf.less(x, FAR), tf.sub(lgamma(tf.add(near, 1)), own), far);
}

/** digamma(x + 1) - log x, without the logarithm at 0, where it is infinite. */
function slope(x: tf.Tensor): tf.Tensor {
  const near = tf.minimum(x, FAR);
  const s = tf.div(1, tf.maximum(x, FAR));
  const w = tf.square(s);
  const far = tf.sub(tf.mul(s, 0.5), tf.mul(w, series(w, [1 / 12, 1 / 120, 1 / 252, 1 / 240])));
  return select(tf.less(x, FAR), tf.sub(digamma(tf.add(near, 1)), tf.log(positivePart(near))), far);
}

/** a - w (b - w (c - …)). */
function series(w: tf.Tensor, [first = 0, ...more]: readonly number[]): tf.Tensor {
  return more.length === 0 ? tf.fill(w.shape, first) : tf.sub(first, tf.mul(w, series(w, more)));
}

function positivePart(x: tf.Tensor): tf.Tensor {
  return select(tf.greater(x, 0), x, 1);
}
