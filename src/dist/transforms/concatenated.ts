import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../constraint.js';
import { noJacobian } from './noJacobian.js';
import { reinterpreted } from './reinterpreted.js';

/**
 * Maps end to end: a vector is cut into pieces, and each goes through a map of its own. Log-Jacobians are summed.
 *
 * @param parts maps of numbers or of vectors
 * @param lengths of their images, in the same order
 */
export function concatenated(parts: readonly Bijector[], lengths: readonly number[]): Bijector {
  const maps = parts.map((part) => (part.codomainEventDim === 0 ? reinterpreted(part, 1) : part));
  const sizes = maps.map((map, i) => map.inverseShape([lengths[i] ?? 1])[0] ?? 1);
  const [sizeOfDomain, sizeOfImage] = [total(sizes), total(lengths)];
  const isBijective = maps.every((map) => map.isBijective);
  const name = `concatenated(${parts.map((part, i) => `${part.name}, ${lengths[i] ?? 1}`).join(', ')})`;
  const over = (
    x: tf.Tensor,
    cuts: readonly number[],
    move: (map: Bijector, piece: tf.Tensor) => tf.Tensor,
  ): tf.Tensor =>
    tf.tidy(() => {
      const pieces = tf.split(x, [...cuts], x.rank - 1);
      return tf.concat(
        maps.map((map, i) => move(map, pieces[i] ?? x)),
        -1,
      );
    });
  return {
    name,
    domainEventDim: 1,
    codomainEventDim: 1,
    isBijective,
    forward: (x) => over(x, sizes, (map, piece) => map.forward(piece)),
    inverse: (y) => over(y, lengths, (map, piece) => map.inverse(piece)),
    logAbsDetJacobian: (x, y) =>
      tf.tidy(() => {
        if (!isBijective) noJacobian(name);
        const [xs, ys] = [tf.split(x, sizes, x.rank - 1), tf.split(y, [...lengths], y.rank - 1)];
        return tf.addN(maps.map((map, i) => map.logAbsDetJacobian(xs[i] ?? x, ys[i] ?? y)));
      }),
    forwardShape: (shape) => [...shape.slice(0, -1), sizeOfImage],
    inverseShape: (shape) => [...shape.slice(0, -1), sizeOfDomain],
  };
}

function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
