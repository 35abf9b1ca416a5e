import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { polynomial } from './polynomial.js';
import { withDerivative } from './withDerivative.js';

// With t = (x / 2)^2 from 0 to 25 / 4: (I0(x) - 1) / t, 2 I1(x) / x, and the derivative of the ratio times I0(x)^2. All have
// power series with no negative term, so nothing cancels.
export const I0_NEAR = [
  0.999999999, 0.250000014, 0.0277777303, 0.00173617165, 6.94066883e-5, 1.94173535e-6, 3.70156834e-8, 8.36026879e-10,
] as const;
const I1_NEAR = [
  0.999999994, 0.500000131, 0.083332894, 0.00694500389, 0.000346873575, 1.1691404e-5, 2.53935249e-7, 6.94326024e-9,
] as const;
const SLOPE_NEAR = [
  0.499999977, 0.250000732, 0.0833294812, 0.0173689447, 0.00242249926, 0.000247787694, 1.65099904e-5, 1.4184757e-6,
  2.76067429e-9, 4.85882338e-9,
] as const;
// In 1 / x for x >= 5: (1 - ratio) x, and the derivative of the ratio times x^2.
const FAR = [
  0.500000058, 0.124953571, 0.130849225, -0.0734040901, 6.15919392, -61.0231038, 329.273641, -653.078107, 158.306174,
] as const;
const SLOPE_FAR = [
  0.499999801, 0.250199794, 0.341707554, 2.94136351, -68.7391266, 1309.93087, -13947.9421, 85212.8109, -266593.95,
  327616.387,
] as const;

/**
 * I1(x) / I0(x), the ratio of the modified Bessel functions of orders 1 and 0: the mean of the cosine under a von Mises
 * distribution of concentration x. An odd function, from -1 to 1; it has a gradient.
 *
 * @param x float32, any shape; borrowed
 * @example
 * besselRatio(tf.tensor1d([0, 1, 100])).dataSync();   // [0, 0.44639, 0.994987]
 */
export function besselRatio(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, slope);
}

function value(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  return tf.mul(tf.sign(x), select(tf.less(size, 5), near(tf.minimum(size, 5)), far(tf.maximum(size, 5))));
}

function near(x: tf.Tensor): tf.Tensor {
  const half = tf.mul(x, 0.5);
  const quarter = tf.square(half);
  return tf.div(tf.mul(half, polynomial(quarter, I1_NEAR)), i0(quarter));
}

function far(x: tf.Tensor): tf.Tensor {
  const inverse = tf.div(1, x);
  return tf.sub(1, tf.mul(inverse, polynomial(inverse, FAR)));
}

function slope(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const quarter = tf.square(tf.mul(tf.minimum(size, 5), 0.5));
  const inverse = tf.div(1, tf.maximum(size, 5));
  const slopeNear = tf.div(polynomial(quarter, SLOPE_NEAR), tf.square(i0(quarter)));
  const slopeFar = tf.mul(tf.square(inverse), polynomial(inverse, SLOPE_FAR));
  return select(tf.less(size, 5), slopeNear, slopeFar);
}

/** I0(x) from t = (x / 2)^2. */
function i0(quarter: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(quarter, polynomial(quarter, I0_NEAR)), 1);
}
