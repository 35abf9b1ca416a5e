import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo } from '../broadcast.js';
import { sizeOf } from '../shape.js';
import type { Shape } from '../shape.js';

/**
 * Draws computed on the host in float64, so that the same numbers give the same bits on every engine; to that end the parameters
 * are read from the device.
 *
 * @param parameters numbers or tensors that broadcast to `shape`; borrowed
 * @param draw gets the values of each parameter at every place of `shape`, flat
 * @returns float32, of that shape
 */
export function drawOnHost(
  shape: Shape,
  parameters: readonly (tf.Tensor | number)[],
  draw: (...values: ArrayLike<number>[]) => ArrayLike<number>,
): tf.Tensor {
  return tf.tidy(() => {
    const values = parameters.map((parameter) => valuesOf(parameter, shape));
    return tf.tensor(Float32Array.from(draw(...values)), [...shape], 'float32');
  });
}

/** A number counts as its float32, as it would in a tensor. */
function valuesOf(parameter: tf.Tensor | number, shape: Shape): ArrayLike<number> {
  if (typeof parameter !== 'number') return broadcastTo(parameter, shape).dataSync();
  return new Float32Array(sizeOf(shape)).fill(parameter);
}
