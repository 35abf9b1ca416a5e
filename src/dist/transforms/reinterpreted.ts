import * as tf from '@tensorflow/tfjs-core';
import { sumRightmost } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { independent } from '../constraints/index.js';

/** `base` applied all over `extra` more rightmost dims, which become part of the event: the log-Jacobian is summed over them. */
export function reinterpreted(base: Bijector, extra: number): Bijector {
  return {
    ...base,
    domainEventDim: base.domainEventDim + extra,
    codomainEventDim: base.codomainEventDim + extra,
    ...(base.domain === undefined ? {} : { domain: independent(base.domain, extra) }),
    ...(base.codomain === undefined ? {} : { codomain: independent(base.codomain, extra) }),
    logAbsDetJacobian: (x, y) => tf.tidy(() => sumRightmost(base.logAbsDetJacobian(x, y), extra)),
  };
}
