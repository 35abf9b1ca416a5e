import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { polynomial } from './polynomial.js';
import { withDerivative } from './withDerivative.js';

// (1 + s)^2 k(s) in 8 / (4 + s) - 1 for all s >= 0, where k(s) = 1 - s M(s), and M is the ratio of Mills, the tail of the normal
// distribution beyond s over its density there.
const K = [
  1.33476171, 0.346864711, -0.172681558, -0.353554964, -0.221265757, -0.0270549098, 0.0561174564, 0.0386675903,
  0.00455546708, -0.00543257345, -0.00172057754, 0.000510163314, 0.000233269533,
] as const;
// (Phi(t) - 1/2) / t in t^2 for |t| <= 1.
const CENTRE = [0.39894228, -0.0664903606, 0.00997332848, -0.00118634399, 0.000113502296, -7.66053817e-6] as const;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
const TINY = 2 ** -126;

/**
 * log E[max(0, Z + t)] for a standard normal Z, which is log(phi(t) + t Phi(t)): about log t far on the right and
 * -t^2 / 2 - 2 log(-t) far on the left. It has a gradient.
 *
 * @param t float32, any shape; borrowed
 * @example
 * logPositivePart(tf.tensor1d([0, 2, -20])).dataSync();   // [-0.918939, 0.697384, -206.9178]
 */
export function logPositivePart(t: tf.Tensor): tf.Tensor {
  return withDerivative(t, value, slope);
}

function value(t: tf.Tensor): tf.Tensor {
  const { k, density, size } = parts(t);
  // E max(0, Z + t) - E max(0, Z - t) = t, so on the right t is added to a small positive number, and nothing cancels.
  const right = tf.log(tf.add(tf.relu(t), tf.mul(density, k)));
  const left = tf.add(tf.log(k), tf.sub(tf.mul(tf.square(size), -0.5), HALF_LOG_TWO_PI));
  return select(tf.greater(t, 0), right, left);
}

/** Phi(t) / E max(0, Z + t). Far on the left, where both vanish, it is M / k = (1 - k) / (|t| k). */
function slope(t: tf.Tensor): tf.Tensor {
  const { k, density, size } = parts(t);
  const beyondOne = tf.div(tf.sub(1, k), tf.maximum(size, 1));
  const square = tf.square(tf.minimum(size, 1));
  const nearTail = tf.sub(0.5, tf.mul(size, polynomial(square, CENTRE)));
  const tail = select(tf.less(size, 1), nearTail, tf.mul(density, beyondOne));
  const upper = select(tf.less(t, 0), tail, tf.sub(1, tail));
  const near = tf.div(upper, tf.add(tf.relu(t), tf.mul(tf.maximum(density, TINY), k)));
  return select(tf.less(t, -1), tf.div(beyondOne, k), near);
}

/** |t|, k(|t|) and the density at t. */
function parts(t: tf.Tensor): Record<'size' | 'k' | 'density', tf.Tensor> {
  const size = tf.abs(t);
  const smooth = polynomial(tf.sub(tf.div(8, tf.add(size, 4)), 1), K);
  const k = tf.div(smooth, tf.square(tf.add(size, 1)));
  return { size, k, density: tf.exp(tf.sub(tf.mul(tf.square(size), -0.5), HALF_LOG_TWO_PI)) };
}
