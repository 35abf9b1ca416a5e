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
// (I0(x) - I1(x)) exp(-x) (2 + x)^(3/2) in 0.4 x - 1 for x from 0 to 5.
const DIFFERENCE_NEAR = [
  0.605802603, -0.55213237, 0.616932772, -0.544124245, 0.369764529, -0.182388503, 0.0488609282, 0.0150819939,
  -0.0292110382, 0.023243037, -0.0151125153, 0.0073967115, -0.00161651958, -8.28707328e-5,
] as const;
// For x >= 5: (1 - ratio) x in 5 / x, and the derivative of the ratio times x^2 in 10 / x - 1.
const FAR = [
  0.499999968, 0.0250063912, 0.00479245492, 0.0041364664, -0.0152128556, 0.0546593636, -0.107209921, 0.120412792,
  -0.0690934364, 0.0155931031,
] as const;
const SLOPE_FAR = [
  0.529838759, 0.0362620756, 0.00886002319, 0.00392154078, 0.00236389112, 0.000599690111, -0.00157259046, -0.0017987415,
  0.000457017644, 0.0014227981, -7.77074409e-5, -0.000685267972, 4.89414911e-6, 0.000152202515,
] as const;

/**
 * I1(x) / I0(x), the ratio of the modified Bessel functions of orders 1 and 0: the mean of the cosine under a von Mises
 * distribution of concentration x. An odd function, from -1 to 1; it has a gradient.
 * At most 3.5 ulp off, its gradient 3.5.
 *
 * @param x float32, any shape; borrowed
 * @example
 * besselRatio(tf.tensor1d([0, 1, 100])).dataSync();   // [0, 0.44639, 0.994987]
 */
export function besselRatio(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, besselRatioSlope);
}

/**
 * 1 - I1(x) / I0(x) for x >= 0, with all its digits where it is small: the circular variance of a von Mises distribution of
 * concentration x. It has a gradient.
 * At most 4.5 ulp off, its gradient 4.
 *
 * @param x float32, any shape; borrowed
 * @example
 * besselDeficit(tf.tensor1d([0, 1, 1e6])).dataSync();   // [1, 0.55361, 5e-7]
 */
export function besselDeficit(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, deficit, (at) => tf.neg(besselRatioSlope(at)));
}

/** The derivative of `besselRatio`, an even function. */
export function besselRatioSlope(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const quarter = tf.square(tf.mul(tf.minimum(size, 5), 0.5));
  const inverse = tf.div(5, tf.maximum(size, 5));
  const slopeNear = tf.div(polynomial(quarter, SLOPE_NEAR), tf.square(i0(quarter)));
  const slopeFar = tf.mul(tf.square(tf.div(inverse, 5)), polynomial(tf.sub(tf.mul(inverse, 2), 1), SLOPE_FAR));
  return select(tf.less(size, 5), slopeNear, slopeFar);
}

function deficit(x: tf.Tensor): tf.Tensor {
  return select(tf.less(x, 5), nearDeficit(tf.minimum(x, 5)), far(tf.maximum(x, 5)));
}

function value(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const ratio = select(tf.less(size, 5), near(tf.minimum(size, 5)), tf.sub(1, far(tf.maximum(size, 5))));
  return tf.mul(tf.sign(x), ratio);
}

function near(x: tf.Tensor): tf.Tensor {
  const half = tf.mul(x, 0.5);
  const quarter = tf.square(half);
  return tf.div(tf.mul(half, polynomial(quarter, I1_NEAR)), i0(quarter));
}

/** 1 - ratio for x <= 5, as (I0 - I1) over I0. */
function nearDeficit(x: tf.Tensor): tf.Tensor {
  const shifted = tf.add(x, 2);
  const difference = tf.div(polynomial(tf.sub(tf.mul(x, 0.4), 1), DIFFERENCE_NEAR), tf.mul(shifted, tf.sqrt(shifted)));
  return tf.div(difference, tf.mul(tf.exp(tf.neg(x)), i0(tf.square(tf.mul(x, 0.5)))));
}

/** 1 - ratio for x >= 5. */
function far(x: tf.Tensor): tf.Tensor {
  return tf.div(polynomial(tf.div(5, x), FAR), x);
}

/** I0(x) from t = (x / 2)^2. */
function i0(quarter: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(quarter, polynomial(quarter, I0_NEAR)), 1);
}
