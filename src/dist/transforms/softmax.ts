import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../constraint.js';
import { simplex } from '../constraints/index.js';
import { noJacobian } from './noJacobian.js';

const TINY = 2 ** -126;

/** n reals onto the simplex of n: y = exp(x) / sum exp(x). A common shift of all x changes nothing. */
export const softmax: Bijector = {
  name: 'softmax',
  domainEventDim: 1,
  codomainEventDim: 1,
  codomain: simplex,
  isBijective: false,
  forward: (x) => tf.tidy(() => tf.softmax(x)),
  inverse: (y) => tf.tidy(() => tf.log(tf.maximum(y, TINY))),
  logAbsDetJacobian: () => noJacobian('softmax'),
  forwardShape: (shape) => [...shape],
  inverseShape: (shape) => [...shape],
};
