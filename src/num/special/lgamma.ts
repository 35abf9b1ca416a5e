import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { digamma } from './digamma.js';
import { oddInverse } from './oddInverse.js';
import { polynomial } from './polynomial.js';
import { withDerivative } from './withDerivative.js';

// log Gamma(2 + u) / (u (1 + u)) for u from -1 to 1: dividing by the two zeros keeps all digits near them.
const NEAR = [
  0.422784335, -0.100317275, 0.0329649881, -0.0123849432, 0.00499899384, -0.00210224243, 0.000912602188,
  -0.000425154131, 0.000191726846, -5.28397356e-5, 2.38918798e-5, -3.85804752e-5, 1.80883523e-5,
] as const;
// The rest of Stirling's formula times x, in 1 / x^2, for x >= 3.
const FAR = [0.0833333327, -0.00277758622, 0.000784718413, -0.000454428318] as const;
const STIRLING = 0.5 * Math.log(2 * Math.PI) - 0.5;

/**
 * log Gamma(x) for x >= 0: Infinity at 0, NaN below. Its gradient is `digamma`.
 * At most 4 ulp off, its gradient 2.
 *
 * @param x float32, any shape; borrowed
 * @example
 * lgamma(tf.tensor1d([0.5, 4])).dataSync();   // [0.572365, 1.791759]
 */
export function lgamma(x: tf.Tensor): tf.Tensor {
  return withDerivative(x, value, digamma);
}

function value(x: tf.Tensor): tf.Tensor {
  return select(tf.less(x, 3), near(tf.minimum(x, 3)), far(tf.maximum(x, 3)));
}

/** Below 1 by Gamma(x) = Gamma(x + 1) / x. Then u = x - 1, and 1 + u is x itself, without the rounding of x + 1. */
function near(x: tf.Tensor): tf.Tensor {
  const isBelowOne = tf.less(x, 1);
  const u = tf.sub(x, select(isBelowOne, 1, 2));
  const zeros = tf.mul(u, select(isBelowOne, x, tf.sub(x, 1)));
  return tf.sub(tf.mul(zeros, polynomial(u, NEAR)), select(isBelowOne, tf.log(x), 0));
}

function far(x: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(tf.sub(x, 0.5), tf.sub(tf.log(x), 1)), tf.add(stirlingRest(x), STIRLING));
}

/** log Gamma(x) - (x - 1/2) log x + x - log(2 pi) / 2 for x >= 3. */
export function stirlingRest(x: tf.Tensor): tf.Tensor {
  return oddInverse(x, FAR);
}
