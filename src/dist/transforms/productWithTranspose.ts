import * as tf from '@tensorflow/tfjs-core';
import { cholesky, diagonal } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { corrMatrix, positiveDefinite } from '../constraints/index.js';

/**
 * Positive definite matrices L L^T, from what `toFactor` makes into their Cholesky factor L.
 *
 * @param isUnit whether the rows of L have length 1, so that the product has a diagonal of 1 and no freedom there
 */
export function productWithTranspose(toFactor: Bijector, isUnit = false): Bijector {
  return {
    name: `productWithTranspose(${toFactor.name})`,
    domainEventDim: toFactor.domainEventDim,
    codomainEventDim: 2,
    codomain: isUnit ? corrMatrix : positiveDefinite,
    isBijective: toFactor.isBijective,
    forward: (x) =>
      tf.tidy(() => {
        const factor = toFactor.forward(x);
        return tf.matMul(factor, factor, false, true);
      }),
    inverse: (y) => tf.tidy(() => toFactor.inverse(cholesky(y))),
    // The entries of L L^T below the diagonal have the Jacobian of the product of L_ii^(n - i) over i = 1, ..., n; those on the
    // diagonal, where they are free, 2^n times the product of L_ii.
    logAbsDetJacobian: (x) =>
      tf.tidy(() => {
        const factor = toFactor.forward(x);
        const size = factor.shape[factor.rank - 1] ?? 1;
        const powers = tf.tensor1d(Array.from({ length: size }, (_, i) => size - i - (isUnit ? 1 : 0)));
        const ofProduct = tf.add(tf.sum(tf.mul(tf.log(diagonal(factor)), powers), -1), isUnit ? 0 : size * Math.LN2);
        return tf.add(toFactor.logAbsDetJacobian(x, factor), ofProduct);
      }),
    forwardShape: (shape) => toFactor.forwardShape(shape),
    inverseShape: (shape) => toFactor.inverseShape(shape),
  };
}
