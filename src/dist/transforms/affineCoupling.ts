import * as tf from '@tensorflow/tfjs-core';
import { checkedOptions } from '../checkedOptions.js';
import type { Bijector } from '../constraint.js';
import { coupling } from './coupling.js';
import { elementwise } from './elementwise.js';

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
export function affineCoupling(options: AffineCouplingOptions): Bijector {
  const {
    splitAt,
    isFlipped = false,
    terms,
  } = checkedOptions('affineCoupling', options, ['splitAt', 'terms'], ['isFlipped']);
  const map = (kept: tf.Tensor): Bijector => {
    const { shift, logScale } = terms(kept);
    return elementwise({
      name: 'affine',
      forward: (x) => tf.add(tf.mul(x, tf.exp(logScale)), shift),
      inverse: (y) => tf.mul(tf.sub(y, shift), tf.exp(tf.neg(logScale))),
      logDerivative: () => tf.clone(logScale),
    });
  };
  return { ...coupling({ splitAt, isFlipped, map }), name: 'affineCoupling' };
}
