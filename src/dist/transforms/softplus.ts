import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../constraint.js';
import { positive } from '../constraints/index.js';
import { elementwise } from './elementwise.js';

const TINY = 2 ** -126;

/** y = log(1 + exp(x)): the reals onto the numbers above 0, straight on the right. */
export const softplus: Bijector = elementwise({
  name: 'softplus',
  codomain: positive,
  forward: (x) => tf.maximum(tf.softplus(x), TINY),
  // log(exp(y) - 1), written so that neither end loses its digits: y + log(1 - exp(-y)).
  inverse: (y) => {
    const safe = tf.maximum(y, TINY);
    return tf.add(safe, tf.log(tf.neg(tf.expm1(tf.neg(safe)))));
  },
  logDerivative: (x) => tf.neg(tf.softplus(tf.neg(x))),
});
