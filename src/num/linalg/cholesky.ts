import * as tf from '@tensorflow/tfjs-core';
import { checkSquare } from './checkSquare.js';
import { diagonal, diagonalMatrix, lowerTriangle } from './diagonal.js';
import { perMatrix } from './perMatrix.js';
import { transposed } from './transposed.js';
import { triangularInverse } from './triangularInverse.js';

/**
 * The lower triangular L with positive diagonal for which L L^T is `matrix`, in double precision inside. Where a matrix is not positive
 * definite, the result has NaN. Only the lower triangle is read.
 *
 * @param matrix symmetric and positive definite [..., n, n]; borrowed
 * @throws ShapeError unless it is square
 * @see Murray 2016, "Differentiation of the Cholesky decomposition", equation (8), for the gradient
 * @example
 * cholesky(tf.tensor2d([[4, 2], [2, 5]])).dataSync();   // [2, 0, 1, 2]
 */
export function cholesky(matrix: tf.Tensor): tf.Tensor {
  checkSquare('cholesky', matrix);
  const operation = tf.customGrad((...inputs) => {
    const [input, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    const factor = perMatrix(input, factorise);
    save([factor]);
    return { value: factor, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => saved.map((L) => backward(dy, L)) };
  });
  return tf.tidy(() => operation(matrix));
}

/** Row by row. */
function factorise(matrix: Float64Array, factor: Float64Array, size: number): void {
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let rest = matrix[row * size + column] as number;
      for (let k = 0; k < column; k += 1) {
        rest -= (factor[row * size + k] as number) * (factor[column * size + k] as number);
      }
      const pivot = factor[column * size + column] as number;
      factor[row * size + column] = column === row ? Math.sqrt(rest) : rest / pivot;
    }
  }
}

/** The symmetric part of L^-T P L^-1, where P is the lower triangle of L^T dL with its diagonal halved. */
function backward(dy: tf.Tensor, factor: tf.Tensor): tf.Tensor {
  const inverse = triangularInverse(factor);
  const product = lowerTriangle(tf.matMul(factor, lowerTriangle(dy), true, false));
  const halved = tf.sub(product, diagonalMatrix(tf.mul(diagonal(product), 0.5)));
  const full = tf.matMul(tf.matMul(inverse, halved, true, false), inverse);
  return tf.mul(tf.add(full, transposed(full)), 0.5);
}
