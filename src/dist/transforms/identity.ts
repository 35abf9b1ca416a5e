import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../constraint.js';
import { elementwise } from './elementwise.js';

/** y = x. */
export const identity: Bijector = elementwise({
  name: 'identity',
  isLinear: true,
  forward: (x) => tf.clone(x),
  inverse: (y) => tf.clone(y),
  logDerivative: (x) => tf.zerosLike(x),
});
