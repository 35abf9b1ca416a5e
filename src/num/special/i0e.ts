import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { besselDeficit, besselRatio, besselRatioSlope, I0_NEAR } from './besselRatio.js';
import { polynomial } from './polynomial.js';
import { withDerivative } from './withDerivative.js';

// I0(x) exp(-x) sqrt(2 pi x) in 5 / x for x >= 5.
const FAR = [
  1, 0.0249999892, 0.00281202085, 0.000604579449, -9.64443815e-6, 0.000910576037, -0.00178582819, 0.00190717854,
  -0.000694240655,
] as const;
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/**
 * exp(-|x|) I0(x), I0 the modified Bessel function of order 0: an even function, 1 at 0 and about 1 / sqrt(2 pi |x|) far out.
 * At most 3 ulp off, its gradient 4.
 *
 * @param x float32, any shape; borrowed
 * @example
 * i0e(tf.tensor1d([0, 1, 100])).dataSync();   // [1, 0.46576, 0.0399444]
 */
export function i0e(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, slope);
}

/**
 * exp(-|x|) I1(x), I1 the modified Bessel function of order 1: an odd function, 0 at 0.
 * At most 3.5 ulp off, its gradient 3.
 *
 * @param x float32, any shape; borrowed
 * @example
 * i1e(tf.tensor1d([0, 1, -100])).dataSync();   // [0, 0.20791, -0.0397442]
 */
export function i1e(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, oddValue, oddSlope);
}

function value(x: tf.Tensor): tf.Tensor {
  const size = tf.abs(x);
  const [small, large] = [tf.minimum(size, 5), tf.maximum(size, 5)];
  const quarter = tf.square(tf.mul(small, 0.5));
  const near = tf.mul(tf.exp(tf.neg(small)), tf.add(tf.mul(quarter, polynomial(quarter, I0_NEAR)), 1));
  const far = tf.div(polynomial(tf.div(5, large), FAR), tf.mul(tf.sqrt(large), ROOT_TWO_PI));
  return select(tf.less(size, 5), near, far);
}

/** I0' is I1, so for x > 0 the slope is I1 - I0. */
function slope(x: tf.Tensor): tf.Tensor {
  return tf.neg(tf.mul(tf.sign(x), difference(tf.abs(x))));
}

/** (I0(x) - I1(x)) exp(-x) for x >= 0. */
function difference(x: tf.Tensor): tf.Tensor {
  return tf.mul(value(x), besselDeficit(x));
}

function oddValue(x: tf.Tensor): tf.Tensor {
  return tf.mul(value(x), besselRatio(x));
}

function oddSlope(x: tf.Tensor): tf.Tensor {
  return tf.sub(tf.mul(value(x), besselRatioSlope(x)), tf.mul(tf.abs(besselRatio(x)), difference(tf.abs(x))));
}
