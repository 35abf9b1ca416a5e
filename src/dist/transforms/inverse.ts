import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../constraint.js';

/** The map back: `inverse(b)` sends y to the x of which `b.forward(x)` is y. */
export function inverse(bijector: Bijector): Bijector {
  const { domain: codomain, codomain: domain, ...rest } = bijector;
  return {
    ...rest,
    name: `inverse(${bijector.name})`,
    domainEventDim: bijector.codomainEventDim,
    codomainEventDim: bijector.domainEventDim,
    ...(domain === undefined ? {} : { domain }),
    ...(codomain === undefined ? {} : { codomain }),
    forward: (x) => bijector.inverse(x),
    inverse: (y) => bijector.forward(y),
    logAbsDetJacobian: (x, y) => tf.tidy(() => tf.neg(bijector.logAbsDetJacobian(y, x))),
    forwardShape: (shape) => bijector.inverseShape(shape),
    inverseShape: (shape) => bijector.forwardShape(shape),
  };
}
