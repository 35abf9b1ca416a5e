import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../constraint.js';
import { noJacobian } from './noJacobian.js';

/** n reals onto the vectors of length 1: y = x / |x|. A common factor of all x changes nothing. */
export const normalise: Bijector = {
  name: 'normalise',
  domainEventDim: 1,
  codomainEventDim: 1,
  isBijective: false,
  // Divided by its largest entry first, so that no square leaves the range of float32.
  forward: (x) =>
    tf.tidy(() => {
      const scaled = tf.div(x, tf.maximum(tf.max(tf.abs(x), -1, true), 2 ** -126));
      return tf.div(scaled, tf.maximum(tf.sqrt(tf.sum(tf.square(scaled), -1, true)), 2 ** -126));
    }),
  inverse: (y) => tf.clone(y),
  logAbsDetJacobian: () => noJacobian('normalise'),
  forwardShape: (shape) => [...shape],
  inverseShape: (shape) => [...shape],
};
