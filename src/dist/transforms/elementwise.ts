import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, type Shape } from '../../num/index.js';
import { checkedFacts } from '../checkedOptions.js';
import type { Bijector, Constraint } from '../constraint.js';
import type { Parameter } from '../distribution.js';

/** What tells one map of numbers from another; the functions may leave tensors behind. */
export interface ElementwiseFacts {
  readonly name: string;
  /** The sets between which it maps. Default: all reals. */
  readonly domain?: Constraint;
  readonly codomain?: Constraint;
  readonly forward: (x: tf.Tensor) => tf.Tensor;
  readonly inverse: (y: tf.Tensor) => tf.Tensor;
  /** log |d forward(x) / d x| in nats, of the shape of `x` broadcast with the parameters. */
  readonly logDerivative: (x: tf.Tensor) => tf.Tensor;
  /** 1 where it rises and -1 where it falls. Default: it rises. */
  readonly slopeSign?: () => Parameter;
  /** What values are broadcast against. Default: no dims. */
  readonly parameterShape?: Shape;
  readonly isLinear?: true;
}

/** The bijector that maps each number by itself. */
export function elementwise(facts: ElementwiseFacts): Bijector {
  const required = ['name', 'forward', 'inverse', 'logDerivative'] as const;
  checkedFacts('elementwise', facts, required, ['domain', 'codomain', 'slopeSign', 'parameterShape', 'isLinear']);
  const { name, forward, inverse, logDerivative, slopeSign = () => 1, parameterShape = [] } = facts;
  const withParameters = (shape: Shape): number[] =>
    broadcastShapes(name, { value: shape, parameters: parameterShape });
  return {
    name,
    domainEventDim: 0,
    codomainEventDim: 0,
    isBijective: true,
    ...(facts.domain === undefined ? {} : { domain: facts.domain }),
    ...(facts.codomain === undefined ? {} : { codomain: facts.codomain }),
    ...(facts.isLinear === undefined ? {} : { isLinear: facts.isLinear }),
    slopeSign,
    forward: (x) => tf.tidy(() => forward(x)),
    inverse: (y) => tf.tidy(() => inverse(y)),
    logAbsDetJacobian: (x) => tf.tidy(() => logDerivative(x)),
    forwardShape: withParameters,
    inverseShape: withParameters,
  };
}
