import * as tf from '@tensorflow/tfjs-core';
import { log1p } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { interval } from '../constraints/index.js';
import { elementwise } from './elementwise.js';

/** The largest float32 below 1. */
const MOST = 1 - 2 ** -24;

/** y = tanh(x): the reals onto the numbers from -1 to 1, both of which rounding could reach and does not. */
export const tanh: Bijector = elementwise({
  name: 'tanh',
  codomain: interval(-1, 1),
  forward: (x) => tf.clipByValue(tf.tanh(x), -MOST, MOST),
  inverse: (y) => {
    const safe = tf.clipByValue(y, -MOST, MOST);
    return tf.mul(tf.sub(log1p(safe), log1p(tf.neg(safe))), 0.5);
  },
  // log(1 - tanh(x)^2) = -2 log cosh x, in which exp(-2 |x|) cannot overflow.
  logDerivative: (x) => {
    const size = tf.abs(x);
    return tf.mul(tf.sub(tf.sub(Math.LN2, size), tf.softplus(tf.mul(size, -2))), 2);
  },
});
