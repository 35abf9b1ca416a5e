import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../bijector.js';

/** `base` applied all over `extra` more rightmost dims, which become part of the event: the log-Jacobian is summed over them. */
export function reinterpreted(base: Bijector, extra: number): Bijector {
  return {
    ...base,
    domainEventDim: base.domainEventDim + extra,
    codomainEventDim: base.codomainEventDim + extra,
    logAbsDetJacobian: (x, y) =>
      tf.tidy(() => {
        const inner = base.logAbsDetJacobian(x, y);
        return tf.sum(
          inner,
          Array.from({ length: extra }, (_, i) => inner.rank - 1 - i),
        );
      }),
  };
}
