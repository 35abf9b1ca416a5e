import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { digamma } from './digamma.js';
import { polynomial } from './polynomial.js';
import { trigamma } from './trigamma.js';
import { withDerivative } from './withDerivative.js';

/** From here on by the asymptotic series, whose next term is below 5e-8. */
const FAR = 3;
/** Of 1 / (2 x) less the function, and of minus its derivative less 1 / (2 x^2), in 1 / x^2 and times x^2 and x^3. */
const SERIES = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132] as const;
const SLOPE_SERIES = [-1 / 6, 1 / 30, -1 / 42, 1 / 30, -5 / 66] as const;

/**
 * digamma(x + 1) - log x for x > 0, without the cancellation: 1 / (2 x) and a little less for large x.
 *
 * @param x float32, any shape; borrowed
 * @example
 * digammaExcess(tf.tensor1d([1, 1e6])).dataSync();   // [0.422784, 5e-7]
 */
export function digammaExcess(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, slope);
}

function value(x: tf.Tensor): tf.Tensor {
  const { near, isNear, inverse, square } = parts(x);
  const far = tf.sub(tf.mul(inverse, 0.5), tf.mul(square, polynomial(square, SERIES)));
  return select(isNear, tf.sub(digamma(tf.add(near, 1)), tf.log(near)), far);
}

/** trigamma(x + 1) - 1 / x. */
function slope(x: tf.Tensor): tf.Tensor {
  const { near, isNear, inverse, square } = parts(x);
  const rest = tf.mul(inverse, tf.mul(square, polynomial(square, SLOPE_SERIES)));
  const far = tf.neg(tf.add(tf.mul(square, 0.5), rest));
  return select(isNear, tf.sub(trigamma(tf.add(near, 1)), tf.div(1, near)), far);
}

function parts(x: tf.Tensor): Record<'near' | 'isNear' | 'inverse' | 'square', tf.Tensor> {
  const inverse = tf.div(1, tf.maximum(x, FAR));
  return { near: tf.minimum(x, FAR), isNear: tf.less(x, FAR), inverse, square: tf.square(inverse) };
}
