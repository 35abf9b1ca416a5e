import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo } from '../broadcast.js';
import type { Numeric } from '../formula/index.js';
import type { Shape } from '../shape.js';

/**
 * Draws from a family of one parameter, made on the host in float64, so that the same numbers give the same bits on every engine; to that
 * end the parameter is read from the device. The gradient to it is implicit.
 *
 * @param shape to which the parameter broadcasts
 * @param motion how a draw moves with the parameter while its quantile stays the same, from both
 */
export function implicitDraw(
  parameter: Numeric,
  shape: Shape,
  draw: (parameters: ArrayLike<number>) => ArrayLike<number>,
  motion: (parameter: tf.Tensor, value: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  return tf.tidy(() => {
    const operation = tf.customGrad((...inputs) => {
      const [input, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
      const value = tf.tensor(Float32Array.from(draw(input.dataSync())), [...shape]);
      save([input, value]);
      const gradFunc = (dy: tf.Tensor, [at, drawn]: tf.Tensor[]): tf.Tensor =>
        tf.mul(dy, motion(at as tf.Tensor, drawn as tf.Tensor));
      return { value, gradFunc };
    });
    return operation(typeof parameter === 'number' ? tf.fill([...shape], parameter) : broadcastTo(parameter, shape));
  });
}
