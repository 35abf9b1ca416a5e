import * as tf from '@tensorflow/tfjs-core';
import type { Shape } from '../../num/index.js';

/** How many entries of a square matrix of `size` are below its diagonal and, unless `isUnit`, on it. */
export function freeEntries(size: number, isUnit: boolean): number {
  return (size * (isUnit ? size - 1 : size + 1)) / 2;
}

/** The sizes [n, n] of the matrix with as many free entries as the last of `shape`. */
export function squareShape(shape: Shape, isUnit: boolean): [number, number] {
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

/** The matrices [..., n, n] that have the entries of `x` row by row, and 0 elsewhere. */
export function unpacked(x: tf.Tensor, isUnit: boolean): tf.Tensor {
  const [size] = squareShape(x.shape, isUnit);
  const padded = tf.concat([x, tf.zeros([...x.shape.slice(0, -1), 1])], -1);
  const entries = tf.gather(padded, tf.tensor1d(places(size, isUnit), 'int32'), x.rank - 1);
  return tf.reshape(entries, [...x.shape.slice(0, -1), size, size]);
}

/** The free entries of matrices [..., n, n], row by row; the inverse of `unpacked`. */
export function packed(matrix: tf.Tensor, isUnit: boolean): tf.Tensor {
  const size = matrix.shape[matrix.rank - 1] ?? 1;
  const count = freeEntries(size, isUnit);
  const flat = tf.reshape(matrix, [...matrix.shape.slice(0, -2), size * size]);
  const inMatrix = Array.from<number>({ length: count });
  places(size, isUnit).forEach((place, i) => {
    if (place < count) inMatrix[place] = i;
  });
  return tf.gather(flat, tf.tensor1d(inMatrix, 'int32'), flat.rank - 1);
}
