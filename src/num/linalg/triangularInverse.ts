import * as tf from '@tensorflow/tfjs-core';
import { checkSquare } from './checkSquare.js';
import { lowerTriangle } from './diagonal.js';
import { perMatrix } from './perMatrix.js';

/**
 * The inverse of lower triangular matrices, in double precision inside. What stands above the diagonal is not looked at.
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
    const value = perMatrix(input, invert);
    save([value]);
    // The derivative of X = L^-1 is -X dL X.
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] =>
      saved.map((x) => tf.neg(lowerTriangle(tf.matMul(x, tf.matMul(dy, x, false, true), true, false))));
    return { value, gradFunc };
  });
  return tf.tidy(() => operation(matrix));
}

/** Column by column, downwards from the diagonal. */
function invert(matrix: Float64Array, inverse: Float64Array, size: number): void {
  for (let column = 0; column < size; column += 1) {
    for (let row = column; row < size; row += 1) {
      let rest = row === column ? 1 : 0;
      for (let k = column; k < row; k += 1) {
        rest -= (matrix[row * size + k] as number) * (inverse[k * size + column] as number);
      }
      inverse[row * size + column] = rest / (matrix[row * size + row] as number);
    }
  }
}
