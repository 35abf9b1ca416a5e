import * as tf from '@tensorflow/tfjs-core';
import { checkedOptions } from '../checkedOptions.js';
import type { Bijector } from '../constraint.js';

export interface CouplingOptions {
  /** How many coordinates, from the left, are in the first part; from 1 to below the size of the vector. */
  readonly splitAt: number;
  /** Whether the second part is kept and the first one moved. Default: false. */
  readonly isFlipped?: boolean;
  /** The map of numbers for the part that is moved, made from the one that is kept; it may leave tensors behind. */
  readonly map: (kept: tf.Tensor) => Bijector;
}

/**
 * A bijection of vectors that keeps one part of each and sends the other, number by number, through a map that the first part
 * chooses. The inverse costs as much as the map, if that of its maps of numbers does.
 *
 * @see Dinh, Sohl-Dickstein and Bengio 2017, "Density estimation using Real NVP", section 3.2
 * @example
 * const map = (kept: tf.Tensor) => transforms.affine({ loc: kept });
 * transforms.coupling({ splitAt: 1, map }).forward(tf.tensor1d([1, 5])).dataSync();   // [1, 6]
 */
export function coupling(options: CouplingOptions): Bijector {
  const { splitAt, isFlipped = false, map } = checkedOptions('coupling', options, ['splitAt', 'map'], ['isFlipped']);
  const moveWith = (vector: tf.Tensor, move: (part: tf.Tensor, by: Bijector) => tf.Tensor): tf.Tensor =>
    tf.tidy(() => {
      const [first, second] = halves(vector, splitAt);
      return isFlipped
        ? tf.concat([move(first, map(second)), second], -1)
        : tf.concat([first, move(second, map(first))], -1);
    });
  return {
    name: 'coupling',
    domainEventDim: 1,
    codomainEventDim: 1,
    isBijective: true,
    forward: (x) => moveWith(x, (part, by) => by.forward(part)),
    inverse: (y) => moveWith(y, (part, by) => by.inverse(part)),
    logAbsDetJacobian: (x, y) =>
      tf.tidy(() => {
        const [kept, moved] = isFlipped ? ([1, 0] as const) : ([0, 1] as const);
        const [from, to] = [halves(x, splitAt), halves(y, splitAt)];
        return tf.sum(map(from[kept]).logAbsDetJacobian(from[moved], to[moved]), -1);
      }),
    forwardShape: (shape) => [...shape],
    inverseShape: (shape) => [...shape],
  };
}

function halves(vector: tf.Tensor, splitAt: number): [tf.Tensor, tf.Tensor] {
  const size = vector.shape[vector.rank - 1] ?? 1;
  return tf.split(vector, [splitAt, size - splitAt], vector.rank - 1) as [tf.Tensor, tf.Tensor];
}
