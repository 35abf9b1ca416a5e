import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';

/** The diagonal [..., n] of matrices [..., n, n]. What stands elsewhere is not looked at. */
export function diagonal(matrix: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.sum(select(triangleMask(sizeOfMatrix(matrix), 0, 0), matrix, 0), -1));
}

/** The matrices [..., n, n] with `values` [..., n] on the diagonal and 0 elsewhere. */
export function diagonalMatrix(values: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(tf.expandDims(values, -1), tf.eye(values.shape[values.rank - 1] ?? 1)));
}

/**
 * Matrices [..., n, n] with 0 in place of what lies above the diagonal, or above one further down.
 *
 * @param offset 0: the diagonal is kept; -1: it is not
 */
export function lowerTriangle(matrix: tf.Tensor, offset: 0 | -1 = 0): tf.Tensor {
  const size = sizeOfMatrix(matrix);
  return tf.tidy(() => select(triangleMask(size, 1 - size, offset), matrix, 0));
}

/** How many rows and columns square matrices [..., n, n] have. */
export function sizeOfMatrix(matrix: tf.Tensor): number {
  return matrix.shape[matrix.rank - 1] ?? 1;
}

/** Whether column minus row lies from `low` to `high`: boolean [size, size]. */
function triangleMask(size: number, low: number, high: number): tf.Tensor {
  const inside = Array.from({ length: size * size }, (_, i) => {
    const distance = (i % size) - Math.floor(i / size);
    return distance >= low && distance <= high;
  });
  return tf.tensor2d(inside, [size, size], 'bool');
}
