import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { normalHazard } from './normalTail.js';
import { polynomial } from './polynomial.js';
import { withDerivative } from './withDerivative.js';

// erfinv(x) / x with w = -log(1 - x^2): in w / 2.5 - 1 for w from 0 to 5, and in sqrt(w) - 3.1 for w from 5 to 16, which is
// as near as a float32 comes to x = 1.
const NEAR = [
  1.50140936, 0.616600698, -0.0261087055, -0.0195738499, 0.0085292729, -0.00048558786, -0.000845699528, 0.0002857247,
  3.56078601e-5, -3.40725936e-5,
] as const;
const FAR = [
  2.93323167, 1.00335406, 0.00746060978, -0.00566256843, 0.00411265067, -0.00286641876, 0.00135776254, -4.86758289e-5,
  -0.000199254957,
] as const;

/**
 * The inverse of the error function, for x from -1 to 1: infinite at both ends, NaN outside.
 * At most 2.5 ulp off, its gradient 3.
 *
 * @param x float32, any shape; borrowed
 * @example
 * erfinv(tf.tensor1d([0.5, -0.9])).dataSync();   // [0.476936, -1.163087]
 */
export function erfinv(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, slope);
}

function value(x: tf.Tensor): tf.Tensor {
  // Factored, because 1 - x^2 would lose the digits of 1 - |x|.
  const w = tf.neg(tf.log(tf.mul(tf.sub(1, x), tf.add(1, x))));
  const near = polynomial(tf.sub(tf.mul(tf.minimum(w, 5), 0.4), 1), NEAR);
  const far = polynomial(tf.sub(tf.sqrt(tf.clipByValue(w, 5, 16)), 3.1), FAR);
  const inside = tf.mul(x, select(tf.less(w, 5), near, far));
  return select(tf.equal(tf.abs(x), 1), tf.div(x, 0), select(tf.less(tf.abs(x), 1), inside, NaN));
}

/** exp(y^2) sqrt(pi) / 2, far out from erfc(y) = 1 - |x|, because there exp(y^2) would lose digits. */
function slope(x: tf.Tensor): tf.Tensor {
  const [size, y] = [tf.abs(x), tf.abs(value(x))];
  const near = tf.mul(tf.exp(tf.square(tf.minimum(y, 0.5))), Math.sqrt(Math.PI) / 2);
  const far = tf.div(Math.SQRT1_2, tf.mul(tf.sub(1, size), normalHazard(tf.mul(y, Math.SQRT2))));
  return select(tf.less(y, 0.5), near, far);
}
