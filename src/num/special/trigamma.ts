import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { polynomial } from './polynomial.js';

// (2 + u) trigamma(2 + u) for u from -1 to 1.
const NEAR = [
  1.28986813, -0.163293073, 0.0898253588, -0.0484654714, 0.0257261802, -0.0133733134, 0.00693584904, -0.00393044408,
  0.00200444111, -0.000411637495, 0.000210890236, -0.000591945579, 0.000297256242,
] as const;
// (trigamma(x) - 1 / x - 1 / (2 x^2)) x^3 in 1 / x^2 for x >= 3.
const FAR = [0.166666663, -0.0333318588, 0.0236988737, -0.0302745559, 0.0369641486] as const;

/**
 * The derivative of digamma for x > 0: Infinity at 0, NaN below. It has no gradient of its own.
 * At most 2 ulp off.
 *
 * @param x float32, any shape; borrowed
 * @example
 * trigamma(tf.tensor1d([1, 10])).dataSync();   // [1.644934, 0.105166]
 */
export function trigamma(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const sum = select(tf.less(x, 3), near(tf.minimum(x, 3)), far(tf.maximum(x, 3)));
    return select(tf.greaterEqual(x, 0), sum, NaN);
  });
}

/** Below 1 by trigamma(x) = trigamma(x + 1) + 1 / x^2. */
function near(x: tf.Tensor): tf.Tensor {
  const isBelowOne = tf.less(x, 1);
  const shifted = select(isBelowOne, tf.add(x, 1), x);
  const smooth = tf.div(polynomial(tf.sub(shifted, 2), NEAR), shifted);
  return tf.add(smooth, select(isBelowOne, tf.square(tf.div(1, x)), 0));
}

function far(x: tf.Tensor): tf.Tensor {
  const inverse = tf.div(1, x);
  const square = tf.square(inverse);
  const rest = tf.mul(tf.mul(square, inverse), polynomial(square, FAR));
  return tf.add(inverse, tf.add(tf.mul(square, 0.5), rest));
}
