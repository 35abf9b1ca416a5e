import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../bijector.js';

/** What tells one map of numbers from another; the functions may leave tensors behind. */
export interface ElementwiseFacts {
  readonly name: string;
  readonly forward: (x: tf.Tensor) => tf.Tensor;
  readonly inverse: (y: tf.Tensor) => tf.Tensor;
  /** log |d forward(x) / d x| in nats. */
  readonly logDerivative: (x: tf.Tensor) => tf.Tensor;
}

/** The bijector that maps each number by itself. */
export function elementwise({ name, forward, inverse, logDerivative }: ElementwiseFacts): Bijector {
  return {
    name,
    domainEventDim: 0,
    codomainEventDim: 0,
    isBijective: true,
    forward: (x) => tf.tidy(() => forward(x)),
    inverse: (y) => tf.tidy(() => inverse(y)),
    logAbsDetJacobian: (x) => tf.tidy(() => logDerivative(x)),
    forwardShape: (shape) => [...shape],
    inverseShape: (shape) => [...shape],
  };
}
