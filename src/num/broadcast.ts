import * as tf from '@tensorflow/tfjs-core';
import { alias } from './saving.js';
import { sameShape, sizeAt, sizeOf } from './shape.js';
import type { Shape } from './shape.js';

/**
 * `x` repeated to `shape`, to which it must broadcast. Unlike in tf.broadcastTo, its gradient is one sum, of any rank.
 *
 * @returns a new tensor of the type of `x`, also where the shapes are the same
 */
export function broadcastTo(x: tf.Tensor, shape: Shape): tf.Tensor {
  if (sameShape(x.shape, shape)) return alias(x);
  const own = [...x.shape];
  const operation = tf.customGrad((input) => ({
    value: repeat(input as tf.Tensor, [...shape]),
    gradFunc: (dy: tf.Tensor) => sumTo(dy, own),
  }));
  return operation(x);
}

/** `broadcastTo` without a gradient: a product with ones in place of tf.broadcastTo, which tiles: on the wasm engine that takes a hundred times as long. */
export function repeat(x: tf.Tensor, shape: number[]): tf.Tensor {
  // Tiling also leaves an axis of size 1 as it is where it should become 0.
  if (sizeOf(shape) === 0) return tf.zeros(shape, x.dtype);
  return x.dtype === 'bool' ? tf.logicalAnd(x, tf.ones(shape, 'bool')) : tf.mul(x, tf.fill(shape, 1, x.dtype));
}

/** The transpose of `broadcastTo`: sums `x` over the dims in which `shape` is missing or 1. */
export function sumTo(x: tf.Tensor, shape: Shape): tf.Tensor {
  if (sameShape(x.shape, shape)) return alias(x);
  const axes = x.shape.flatMap((size, i) => (size !== 1 && sizeAt(shape, i - x.rank) === 1 ? [i] : []));
  if (axes.length === 0) return tf.reshape(x, [...shape]);
  return tf.tidy(() => {
    const sum = tf.sum(x, axes, x.rank === shape.length);
    return sameShape(sum.shape, shape) ? sum : tf.reshape(sum, [...shape]);
  });
}
