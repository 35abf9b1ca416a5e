import * as tf from '@tensorflow/tfjs-core';
import { perMatrix } from './perMatrix.js';
import { sizeOfMatrix } from './sizeOfMatrix.js';

/** The diagonal [..., n] of matrices [..., n, n]. What stands elsewhere is not looked at. */
export function diagonal(matrix: tf.Tensor): tf.Tensor {
  const size = sizeOfMatrix(matrix);
  const operation = tf.customGrad(() => ({
    value: tf.tensor(
      matrix.dataSync<'float32'>().filter((_, i) => i % size === Math.floor(i / size) % size),
      matrix.shape.slice(0, -1),
    ),
    gradFunc: (dy: tf.Tensor) => diagonalMatrix(dy),
  }));
  return operation(matrix);
}

/** The matrices [..., n, n] with `values` [..., n] on the diagonal and 0 elsewhere. */
export function diagonalMatrix(values: tf.Tensor): tf.Tensor {
  const size = values.shape[values.rank - 1] ?? 1;
  const operation = tf.customGrad(() => {
    const entries = new Float32Array(values.size * size);
    for (const [i, value] of values.dataSync().entries()) entries[i * size + (i % size)] = value;
    return { value: tf.tensor(entries, [...values.shape, size]), gradFunc: (dy: tf.Tensor) => diagonal(dy) };
  });
  return operation(values);
}

/**
 * Matrices [..., n, n] with 0 in place of what lies above the diagonal, or above one further down.
 *
 * @param offset 0: the diagonal is kept; -1: it is not
 */
export function lowerTriangle(matrix: tf.Tensor, offset: 0 | -1 = 0): tf.Tensor {
  const operation = tf.customGrad(() => ({
    value: perMatrix(matrix, (from, to, size) => {
      for (let row = 0; row < size; row += 1) {
        const start = row * size;
        to.set(from.subarray(start, start + row + 1 + offset), start);
      }
    }),
    gradFunc: (dy: tf.Tensor) => lowerTriangle(dy, offset),
  }));
  return operation(matrix);
}
