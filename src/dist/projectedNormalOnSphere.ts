import * as tf from '@tensorflow/tfjs-core';
import { erf, logSquaredPositivePart, select } from '../num/index.js';

const LOG_TWO_PI = Math.log(2 * Math.PI);
// The mean cosine over r in r^2 / 2 - 1, for r from 0 to 2, by Chebyshev interpolation in 40 digits.
const NEAR = [
  0.444702385, -0.0711741333, 0.013379151, -0.00227517461, 0.000340972105, -4.51907386e-5, 5.45348462e-6,
  -5.79469703e-7,
] as const;

/** log p(x) of the direction of a normal vector [..., 3] of mean m and unit covariance, in nats per steradian. */
export function logDensityOnSphere(x: tf.Tensor, m: tf.Tensor): tf.Tensor {
  const [[x0, x1, x2], [m0, m1, m2]] = [coordinates(x), coordinates(m)];
  const along = tf.addN([tf.mul(x0, m0), tf.mul(x1, m1), tf.mul(x2, m2)]);
  // |m|^2 - (x . m)^2 without its cancellation.
  const across = tf.addN([squaredMinor(x0, x1, m0, m1), squaredMinor(x1, x2, m1, m2), squaredMinor(x2, x0, m2, m0)]);
  return tf.sub(logSquaredPositivePart(along), tf.add(tf.mul(across, 0.5), LOG_TWO_PI));
}

/** The mean cosine of the angle to the mode, sqrt(2 / pi) exp(-r^2 / 2) / r + (1 - 1 / r^2) erf(r / sqrt 2), over r = |m|. */
export function meanCosineOverLength(squaredLength: tf.Tensor): tf.Tensor {
  const isNear = tf.less(squaredLength, 4);
  const close = tf.sub(tf.mul(tf.minimum(squaredLength, 4), 0.5), 1);
  const near = [...NEAR]
    .reverse()
    .reduce<tf.Tensor>((sum, term) => tf.add(tf.mul(sum, close), term), tf.zerosLike(close));
  const square = tf.maximum(squaredLength, 4);
  const length = tf.sqrt(square);
  const bell = tf.div(tf.mul(tf.exp(tf.mul(square, -0.5)), Math.sqrt(2 / Math.PI)), square);
  const rest = tf.div(tf.mul(tf.sub(1, tf.div(1, square)), erf(tf.mul(length, Math.SQRT1_2))), length);
  return select(isNear, near, tf.add(bell, rest));
}

function coordinates(x: tf.Tensor): [tf.Tensor, tf.Tensor, tf.Tensor] {
  return tf.unstack(x, x.rank - 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
}

function squaredMinor(x0: tf.Tensor, x1: tf.Tensor, m0: tf.Tensor, m1: tf.Tensor): tf.Tensor {
  return tf.square(tf.sub(tf.mul(x0, m1), tf.mul(x1, m0)));
}
