import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../bijector.js';

/** What one part of a vector says about the other, each [..., size of the other]. */
export interface CouplingTerms {
  readonly shift: tf.Tensor;
  /** In nats: the log of the factor. */
  readonly logScale: tf.Tensor;
}

export interface AffineCouplingOptions {
  /** How many coordinates, from the left, are in the first part; from 1 to below the size of the vector. */
  readonly splitAt: number;
  /** Whether the second part is kept and the first one moved. Default: false. */
  readonly isFlipped?: boolean;
  /** Any function of the part that is kept; it may leave tensors behind. */
  readonly terms: (kept: tf.Tensor) => CouplingTerms;
}

/**
 * A bijection of vectors that keeps one part x of each and sends the other, y, to y exp(logScale(x)) + shift(x). The log-Jacobian is
 * the sum of logScale, and the inverse costs as much as the map.
 *
 * @see Dinh, Sohl-Dickstein and Bengio 2017, "Density estimation using Real NVP", equations (4)-(8)
 */
export function affineCoupling({ splitAt, isFlipped = false, terms }: AffineCouplingOptions): Bijector {
  const moveWith = (vector: tf.Tensor, move: (part: tf.Tensor, by: CouplingTerms) => tf.Tensor): tf.Tensor =>
    tf.tidy(() => {
      const [first, second] = halves(vector, splitAt);
      if (isFlipped) return tf.concat([move(first, terms(second)), second], -1);
      return tf.concat([first, move(second, terms(first))], -1);
    });
  return {
    name: 'affineCoupling',
    domainEventDim: 1,
    codomainEventDim: 1,
    isBijective: true,
    forward: (x) => moveWith(x, (part, { shift, logScale }) => tf.add(tf.mul(part, tf.exp(logScale)), shift)),
    inverse: (y) => moveWith(y, (part, { shift, logScale }) => tf.mul(tf.sub(part, shift), tf.exp(tf.neg(logScale)))),
    logAbsDetJacobian: (x) =>
      tf.tidy(() => {
        const [first, second] = halves(x, splitAt);
        return tf.sum(terms(isFlipped ? second : first).logScale, -1);
      }),
    forwardShape: (shape) => [...shape],
    inverseShape: (shape) => [...shape],
  };
}

function halves(vector: tf.Tensor, splitAt: number): [tf.Tensor, tf.Tensor] {
  const size = vector.shape[vector.rank - 1] ?? 1;
  return tf.split(vector, [splitAt, size - splitAt], vector.rank - 1) as [tf.Tensor, tf.Tensor];
}
