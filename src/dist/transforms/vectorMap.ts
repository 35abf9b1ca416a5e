import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, type Shape } from '../../num/index.js';
import { checkedFacts } from '../checkedOptions.js';
import type { Bijector } from '../constraint.js';

/** What tells one map of vectors onto vectors of the same size from another; the functions may leave tensors behind. */
export interface VectorMapFacts {
  readonly name: string;
  readonly forward: (x: tf.Tensor) => tf.Tensor;
  readonly inverse: (y: tf.Tensor) => tf.Tensor;
  /** In nats, [...batch], at x [...batch, n]. */
  readonly logAbsDetJacobian: (x: tf.Tensor) => tf.Tensor;
  /** [...batch, n], against which vectors are broadcast. Default: no dims. */
  readonly parameterShape?: Shape;
  readonly isLinear?: true;
}

/** The bijector of all real vectors of a size onto themselves. */
export function vectorMap(facts: VectorMapFacts): Bijector {
  const required = ['name', 'forward', 'inverse', 'logAbsDetJacobian'] as const;
  checkedFacts('vectorMap', facts, required, ['parameterShape', 'isLinear']);
  const { name, forward, inverse, logAbsDetJacobian, parameterShape = [] } = facts;
  const withParameters = (shape: Shape): number[] =>
    broadcastShapes(name, { vectors: shape, parameters: parameterShape });
  return {
    name,
    domainEventDim: 1,
    codomainEventDim: 1,
    isBijective: true,
    ...(facts.isLinear === undefined ? {} : { isLinear: facts.isLinear }),
    forward: (x) => tf.tidy(() => forward(x)),
    inverse: (y) => tf.tidy(() => inverse(y)),
    logAbsDetJacobian: (x) => tf.tidy(() => logAbsDetJacobian(x)),
    forwardShape: withParameters,
    inverseShape: withParameters,
  };
}
