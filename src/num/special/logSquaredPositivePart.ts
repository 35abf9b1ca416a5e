import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { polynomial } from './polynomial.js';
import { withDerivative } from './withDerivative.js';

// (1 + s)^3 k(s) in 8 / (4 + s) - 1 for all s >= 0, where k(s) = (1 + s^2) M(s) - s, and M is the ratio of Mills, the tail of the
// normal distribution beyond s over its density there.
const K = [
  2.88631369, 0.564593181, -1.22467986, -1.39591002, -0.350780382, 0.454209232, 0.417232909, 0.0423608774, -0.11597261,
  -0.0491653926, 0.0165372747, 0.0121464371, -0.00223265146, -0.00157726687, 0.000238699987,
] as const;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * log E[max(0, Z + t)^2] for a standard normal Z, which is log((1 + t^2) Phi(t) + t phi(t)): about 2 log t far on the right and
 * -t^2 / 2 - 3 log(-t) far on the left. It has a gradient.
 *
 * @param t float32, any shape; borrowed
 * @example
 * logSquaredPositivePart(tf.tensor1d([0, 2, -20])).dataSync();   // [-0.693147, 1.60828, -209.2278]
 */
export function logSquaredPositivePart(t: tf.Tensor): tf.Tensor {
  return withDerivative(t, value, slope);
}

function value(t: tf.Tensor): tf.Tensor {
  const { size, unit, square, k, numerator, density } = parts(t);
  // E max(0, Z + t)^2 + E max(0, Z - t)^2 = 1 + t^2, so on the right a smaller number is taken from a larger one.
  const right = tf.add(tf.mul(tf.log(unit), 2), tf.log(rightPart(square, unit, density, k)));
  const logK = tf.sub(tf.log(numerator), tf.mul(tf.log(tf.add(size, 1)), 3));
  const left = tf.sub(logK, tf.add(tf.mul(tf.square(size), 0.5), HALF_LOG_TWO_PI));
  return select(tf.greater(t, 0), right, left);
}

/** 2 E max(0, Z + t) / E max(0, Z + t)^2, where E max(0, Z - s) is phi(s) (1 - s k) / (1 + s^2). */
function slope(t: tf.Tensor): tf.Tensor {
  const { size, unit, square, k, numerator, density } = parts(t);
  const rest = tf.div(tf.sub(1, tf.mul(size, k)), square);
  const cube = tf.pow(tf.div(tf.add(size, 1), unit), 3);
  const left = tf.div(tf.mul(tf.mul(rest, cube), unit), numerator);
  // (s + phi (1 - s k) / (1 + s^2)) over 1 + s^2 - phi k, both over the square of `unit`.
  const single = tf.add(tf.div(size, unit), tf.div(tf.div(tf.mul(density, rest), unit), tf.square(unit)));
  const right = tf.div(tf.div(single, unit), rightPart(square, unit, density, k));
  return tf.mul(select(tf.greater(t, 0), right, left), 2);
}

/** (1 + s^2 - phi k) / unit^2. */
function rightPart(square: tf.Tensor, unit: tf.Tensor, density: tf.Tensor, k: tf.Tensor): tf.Tensor {
  return tf.sub(square, tf.div(tf.mul(density, k), tf.square(unit)));
}

interface Parts {
  /** s = |t|. */
  readonly size: tf.Tensor;
  /** max(1, s), by which what would overflow is divided. */
  readonly unit: tf.Tensor;
  /** (1 + s^2) / unit^2. */
  readonly square: tf.Tensor;
  readonly k: tf.Tensor;
  /** (1 + s)^3 k. */
  readonly numerator: tf.Tensor;
  /** phi(s). */
  readonly density: tf.Tensor;
}

function parts(t: tf.Tensor): Parts {
  const size = tf.abs(t);
  const unit = tf.maximum(size, 1);
  const numerator = polynomial(tf.sub(tf.div(8, tf.add(size, 4)), 1), K);
  return {
    size,
    unit,
    square: tf.add(tf.square(tf.div(1, unit)), tf.square(tf.div(size, unit))),
    numerator,
    k: tf.div(numerator, tf.pow(tf.add(size, 1), 3)),
    density: tf.exp(tf.sub(tf.mul(tf.square(size), -0.5), HALF_LOG_TWO_PI)),
  };
}
