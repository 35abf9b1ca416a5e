import * as tf from '@tensorflow/tfjs-core';
import { diagonal, diagonalMatrix, lowerTriangle } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { lowerCholesky, unitLowerCholesky } from '../constraints/index.js';
import { noJacobian } from './noJacobian.js';
import { freeEntries, packed, squareShape, unpacked } from './packing.js';

/** How the diagonal of a factor comes about: by a map of numbers onto those above 0, or always 1. */
export type DiagonalMap = Bijector | 'one';

/** Square matrices onto lower triangular ones with a positive diagonal; what stands above the diagonal is ignored. */
export function squareToCholesky(onDiagonal: DiagonalMap): Bijector {
  const name = `squareToCholesky(${nameOf(onDiagonal)})`;
  return {
    name,
    domainEventDim: 2,
    codomainEventDim: 2,
    codomain: onDiagonal === 'one' ? unitLowerCholesky : lowerCholesky,
    isBijective: false,
    forward: (x) => tf.tidy(() => withDiagonal(x, mapped(onDiagonal, diagonal(x)))),
    inverse: (y) => tf.tidy(() => withDiagonal(y, unmapped(onDiagonal, diagonal(y)))),
    logAbsDetJacobian: () => noJacobian(name),
    forwardShape: (shape) => [...shape],
    inverseShape: (shape) => [...shape],
  };
}

/** Vectors of the free entries, row by row, onto lower triangular matrices with a positive diagonal. */
export function vectorToCholesky(onDiagonal: DiagonalMap): Bijector {
  const isUnit = onDiagonal === 'one';
  return {
    name: `vectorToCholesky(${nameOf(onDiagonal)})`,
    domainEventDim: 1,
    codomainEventDim: 2,
    codomain: onDiagonal === 'one' ? unitLowerCholesky : lowerCholesky,
    isBijective: true,
    forward: (x) =>
      tf.tidy(() => {
        const square = unpacked(x, isUnit);
        return withDiagonal(square, mapped(onDiagonal, diagonal(square)));
      }),
    inverse: (y) => tf.tidy(() => packed(withDiagonal(y, unmapped(onDiagonal, diagonal(y))), isUnit)),
    logAbsDetJacobian: (x) =>
      tf.tidy(() => {
        if (onDiagonal === 'one') return tf.zeros(x.shape.slice(0, -1));
        const free = diagonal(unpacked(x, isUnit));
        return tf.sum(onDiagonal.logAbsDetJacobian(free, onDiagonal.forward(free)), -1);
      }),
    forwardShape: (shape) => [...shape.slice(0, -1), ...squareShape(shape, isUnit)],
    inverseShape: (shape) => [...shape.slice(0, -2), freeEntries(shape[shape.length - 1] ?? 1, isUnit)],
  };
}

function nameOf(onDiagonal: DiagonalMap): string {
  return onDiagonal === 'one' ? 'one' : onDiagonal.name;
}

function mapped(onDiagonal: DiagonalMap, free: tf.Tensor): tf.Tensor {
  return onDiagonal === 'one' ? tf.onesLike(free) : onDiagonal.forward(free);
}

function unmapped(onDiagonal: DiagonalMap, values: tf.Tensor): tf.Tensor {
  return onDiagonal === 'one' ? tf.zerosLike(values) : onDiagonal.inverse(values);
}

function withDiagonal(matrix: tf.Tensor, values: tf.Tensor): tf.Tensor {
  return tf.add(lowerTriangle(matrix, -1), diagonalMatrix(values));
}
