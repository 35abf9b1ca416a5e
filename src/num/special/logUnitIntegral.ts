import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { polynomial } from './polynomial.js';
import { withDerivative } from './withDerivative.js';

// In x^2 for |x| <= 4: log(sinh(x / 2) / (x / 2)) / x^2, and the first two derivatives of x^2 times it, the first over x.
const NEAR = [
  0.0416666664, -0.000347220816, 5.51003142e-6, -1.02782683e-7, 1.98146128e-9, -3.30710782e-11, 3.2061975e-13,
] as const;
const MEAN_NEAR = [
  0.0833333301, -0.00138886915, 3.30486232e-5, -8.18836489e-7, 1.93605732e-8, -3.69334689e-10, 3.86752513e-12,
] as const;
const VARIANCE_NEAR = [
  0.0833333294, -0.00416663497, 0.000165301543, -5.76508696e-6, 1.82168899e-7, -4.96932504e-9, 9.9615397e-11,
  -1.02521494e-12,
] as const;

/**
 * log of the integral of exp(x u) over u from 0 to 1, which is log((exp(x) - 1) / x): 0 at x = 0, without a gap there. Its
 * gradient is `unitMean`.
 *
 * @param x float32, any shape; borrowed
 * @example
 * logUnitIntegral(tf.tensor1d([0, 1, -50])).dataSync();   // [0, 0.541325, -3.912023]
 */
export function logUnitIntegral(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, unitMean);
}

/** The mean of the density on 0 to 1 that is proportional to exp(x u): 1/2 at x = 0. Its gradient is `unitVariance`. */
export function unitMean(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, mean, unitVariance);
}

/** The variance of the density on 0 to 1 that is proportional to exp(x u): 1/12 at x = 0. It has no gradient of its own. */
export function unitVariance(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const { size, isNear, square, decay } = parts(x);
    const far = tf.sub(tf.square(tf.div(1, size)), tf.div(decay, tf.square(tf.sub(1, decay))));
    return select(isNear, polynomial(square, VARIANCE_NEAR), far);
  });
}

/** The even part, log(sinh(x / 2) / (x / 2)), and x / 2. */
function value(x: tf.Tensor): tf.Tensor {
  const { size, isNear, square, decay } = parts(x);
  const near = tf.add(tf.mul(square, polynomial(square, NEAR)), tf.mul(x, 0.5));
  // Far on the left the halves of |x| and x would cancel: max(x, 0) takes their place.
  const far = tf.add(tf.relu(x), tf.log(tf.div(tf.sub(1, decay), size)));
  return select(isNear, near, far);
}

function mean(x: tf.Tensor): tf.Tensor {
  const { size, isNear, square, decay } = parts(x);
  const near = tf.add(tf.mul(x, polynomial(square, MEAN_NEAR)), 0.5);
  const small = tf.sub(tf.div(1, size), tf.div(decay, tf.sub(1, decay)));
  return select(isNear, near, select(tf.less(x, 0), small, tf.sub(1, small)));
}

/** Arguments that are harmless in the branch that does not want them: |x| >= 4, x^2 <= 16, exp(-|x|). */
function parts(x: tf.Tensor): Record<'size' | 'isNear' | 'square' | 'decay', tf.Tensor> {
  const magnitude = tf.abs(x);
  const size = tf.maximum(magnitude, 4);
  return {
    size,
    isNear: tf.less(magnitude, 4),
    square: tf.square(tf.minimum(magnitude, 4)),
    decay: tf.exp(tf.neg(size)),
  };
}
