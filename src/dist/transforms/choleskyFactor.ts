import * as tf from '@tensorflow/tfjs-core';
import { diagonal, diagonalMatrix, lowerTriangle, type Shape } from '../../num/index.js';
import type { Bijector } from '../bijector.js';
import { noJacobian } from './noJacobian.js';

/** How the diagonal of a factor comes about: by a map of numbers onto those above 0, or always 1. */
export type DiagonalMap = Bijector | 'one';

/** Square matrices onto lower triangular ones with a positive diagonal; what stands above the diagonal is ignored. */
export function squareToCholesky(onDiagonal: DiagonalMap): Bijector {
  const name = `squareToCholesky(${nameOf(onDiagonal)})`;
  return {
    name,
    domainEventDim: 2,
    codomainEventDim: 2,
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

function freeEntries(size: number, isUnit: boolean): number {
  return (size * (isUnit ? size - 1 : size + 1)) / 2;
}

/** The size n of the matrix with so many free entries. */
function squareShape(shape: Shape, isUnit: boolean): [number, number] {
  const count = shape[shape.length - 1] ?? 0;
  const size = Math.round((Math.sqrt(8 * count + 1) + (isUnit ? 1 : -1)) / 2);
  return [size, size];
}

/** Where each entry [n, n] of the matrix is in the vector, or past its end if nowhere. */
function places(size: number, isUnit: boolean): number[] {
  const count = freeEntries(size, isUnit);
  return Array.from({ length: size * size }, (_, i) => {
    const [row, column] = [Math.floor(i / size), i % size];
    if (isUnit ? column >= row : column > row) return count;
    return freeEntries(row, isUnit) + column;
  });
}

function unpacked(x: tf.Tensor, isUnit: boolean): tf.Tensor {
  const [size] = squareShape(x.shape, isUnit);
  const padded = tf.concat([x, tf.zeros([...x.shape.slice(0, -1), 1])], -1);
  const entries = tf.gather(padded, tf.tensor1d(places(size, isUnit), 'int32'), x.rank - 1);
  return tf.reshape(entries, [...x.shape.slice(0, -1), size, size]);
}

function packed(matrix: tf.Tensor, isUnit: boolean): tf.Tensor {
  const size = matrix.shape[matrix.rank - 1] ?? 1;
  const count = freeEntries(size, isUnit);
  const flat = tf.reshape(matrix, [...matrix.shape.slice(0, -2), size * size]);
  const inMatrix = Array.from<number>({ length: count });
  places(size, isUnit).forEach((place, i) => {
    if (place < count) inMatrix[place] = i;
  });
  return tf.gather(flat, tf.tensor1d(inMatrix, 'int32'), flat.rank - 1);
}
