import * as tf from '@tensorflow/tfjs-core';
import { cholesky, diagonal } from '../../num/index.js';
import type { Bijector } from '../bijector.js';

/** Positive definite matrices L L^T, from what `toFactor` makes into their Cholesky factor L. */
export function productWithTranspose(toFactor: Bijector): Bijector {
  return {
    name: `productWithTranspose(${toFactor.name})`,
    domainEventDim: toFactor.domainEventDim,
    codomainEventDim: 2,
    isBijective: toFactor.isBijective,
    forward: (x) =>
      tf.tidy(() => {
        const factor = toFactor.forward(x);
        return tf.matMul(factor, factor, false, true);
      }),
    inverse: (y) => tf.tidy(() => toFactor.inverse(cholesky(y))),
    // The entries of L L^T have the Jacobian 2^n times the product of L_ii^(n + 1 - i) over i = 1, ..., n.
    logAbsDetJacobian: (x) =>
      tf.tidy(() => {
        const factor = toFactor.forward(x);
        const size = factor.shape[factor.rank - 1] ?? 1;
        const powers = tf.tensor1d(Array.from({ length: size }, (_, i) => size - i));
        const ofProduct = tf.add(tf.sum(tf.mul(tf.log(diagonal(factor)), powers), -1), size * Math.LN2);
        return tf.add(toFactor.logAbsDetJacobian(x, factor), ofProduct);
      }),
    forwardShape: (shape) => toFactor.forwardShape(shape),
    inverseShape: (shape) => toFactor.inverseShape(shape),
  };
}
