import * as tf from '@tensorflow/tfjs-core';
import { block, lowerBlocks, transposed } from './blocks.js';
import { checkSquare } from './checkSquare.js';
import { diagonal, diagonalMatrix, lowerTriangle, sizeOfMatrix } from './diagonal.js';

/**
 * The lower triangular L with positive diagonal for which L L^T is `matrix`.
 *
 * Works by halves, without reading data: the factor of the upper left half gives the lower left one and what is left of the
 * lower right one. Where a matrix is not positive definite, the result has NaN. Only the lower triangle is read. Backward stable:
 * up to 20 by 20, L L^T is within 4 roundings (of 2^-24) of the largest entry, whatever the condition.
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
    const { factor, inverse } = factorise(input);
    save([factor, inverse]);
    return { value: factor, gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backward(dy, saved) };
  });
  return tf.tidy(() => operation(matrix));
}

interface Factor {
  readonly factor: tf.Tensor;
  readonly inverse: tf.Tensor;
}

function factorise(matrix: tf.Tensor): Factor {
  const size = sizeOfMatrix(matrix);
  if (size === 1) {
    const factor = tf.sqrt(matrix);
    return { factor, inverse: tf.reciprocal(factor) };
  }
  const half = size >> 1;
  const rest = size - half;
  const upper = factorise(block(matrix, 0, 0, half, half));
  const left = tf.matMul(block(matrix, half, 0, rest, half), upper.inverse, false, true);
  const lower = factorise(tf.sub(block(matrix, half, half, rest, rest), tf.matMul(left, left, false, true)));
  const corner = tf.neg(tf.matMul(lower.inverse, tf.matMul(left, upper.inverse)));
  return {
    factor: lowerBlocks(upper.factor, left, lower.factor),
    inverse: lowerBlocks(upper.inverse, corner, lower.inverse),
  };
}

/** The symmetric part of L^-T P L^-1, where P is the lower triangle of L^T dL with its diagonal halved. */
function backward(dy: tf.Tensor, [factor, inverse]: tf.Tensor[]): tf.Tensor {
  if (factor === undefined || inverse === undefined) return dy;
  const product = lowerTriangle(tf.matMul(factor, lowerTriangle(dy), true, false));
  const halved = tf.sub(product, diagonalMatrix(tf.mul(diagonal(product), 0.5)));
  const full = tf.matMul(tf.matMul(inverse, halved, true, false), inverse);
  return tf.mul(tf.add(full, transposed(full)), 0.5);
}
