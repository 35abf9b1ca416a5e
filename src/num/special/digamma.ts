import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { polynomial } from './polynomial.js';
import { trigamma } from './trigamma.js';
import { withDerivative } from './withDerivative.js';

// digamma(2 + u) / (2 + u - root) for u from -1 to 1.
const NEAR = [
  0.785307545, -0.260738958, 0.108999259, -0.0495507039, 0.0234577031, -0.0113436279, 0.00549150369, -0.00270920573,
  0.00152395472, -0.000758197001, 0.000112410224, -5.58361144e-5, 0.000220856402, -0.00011036304,
] as const;
// (log x - 1 / (2 x) - digamma(x)) x^2 in 1 / x^2 for x >= 3.
export const DIGAMMA_FAR = [0.0833333279, -0.00833174229, 0.00389351334, -0.00296634885] as const;
// The zero of digamma, as a float32 and the rest.
const ROOT = Math.fround(1.46163214496836234);
const ROOT_REST = 1.46163214496836234 - ROOT;

/**
 * The derivative of log Gamma(x) for x > 0: -Infinity at 0, NaN below. Its gradient is `trigamma`.
 * At most 2 ulp off, its gradient 2.
 *
 * @param x float32, any shape; borrowed
 * @example
 * digamma(tf.tensor1d([1, 10])).dataSync();   // [-0.577216, 2.251753]
 */
export function digamma(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, trigamma);
}

function value(x: tf.Tensor): tf.Tensor {
  const sum = select(tf.less(x, 3), near(tf.minimum(x, 3)), far(tf.maximum(x, 3)));
  return select(tf.greaterEqual(x, 0), sum, NaN);
}

/** Below 1 by digamma(x) = digamma(x + 1) - 1 / x. */
function near(x: tf.Tensor): tf.Tensor {
  const isBelowOne = tf.less(x, 1);
  const shifted = select(isBelowOne, tf.add(x, 1), x);
  const fromRoot = tf.sub(tf.sub(shifted, ROOT), ROOT_REST);
  const smooth = tf.mul(fromRoot, polynomial(tf.sub(shifted, 2), NEAR));
  return tf.sub(smooth, select(isBelowOne, tf.div(1, x), 0));
}

function far(x: tf.Tensor): tf.Tensor {
  const inverse = tf.div(1, x);
  const square = tf.square(inverse);
  return tf.sub(tf.log(x), tf.add(tf.mul(inverse, 0.5), tf.mul(square, polynomial(square, DIGAMMA_FAR))));
}
