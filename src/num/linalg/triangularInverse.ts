import * as tf from '@tensorflow/tfjs-core';
import { block, lowerBlocks } from './blocks.js';
import { checkSquare } from './checkSquare.js';
import { lowerTriangle, sizeOfMatrix } from './diagonal.js';

/**
 * The inverse of lower triangular matrices, by halves, without reading data. What stands above the diagonal is not looked at.
 *
 * @param matrix [..., n, n], with no 0 on the diagonal; borrowed
 * @throws ShapeError unless it is square
 * @example
 * triangularInverse(tf.tensor2d([[2, 0], [1, 4]])).dataSync();   // [0.5, 0, -0.125, 0.25]
 */
export function triangularInverse(matrix: tf.Tensor): tf.Tensor {
  checkSquare('triangularInverse', matrix);
  const operation = tf.customGrad((...inputs) => {
    const [input, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    const value = invert(input);
    save([value]);
    // The derivative of X = L^-1 is -X dL X.
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] =>
      saved.map((x) => tf.neg(lowerTriangle(tf.matMul(x, tf.matMul(dy, x, false, true), true, false))));
    return { value, gradFunc };
  });
  return tf.tidy(() => operation(matrix));
}

function invert(matrix: tf.Tensor): tf.Tensor {
  const size = sizeOfMatrix(matrix);
  if (size === 1) return tf.reciprocal(matrix);
  const half = size >> 1;
  const rest = size - half;
  const upper = invert(block(matrix, 0, 0, half, half));
  const lower = invert(block(matrix, half, half, rest, rest));
  const corner = tf.matMul(lower, tf.matMul(block(matrix, half, 0, rest, half), upper));
  return lowerBlocks(upper, tf.neg(corner), lower);
}
