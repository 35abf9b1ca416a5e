import * as tf from '@tensorflow/tfjs-core';
import { sameShape, sizeAt, sizeOf } from './shape.js';
import type { Shape } from './shape.js';

/**
 * `x` repeated to `shape`, to which it must broadcast. Unlike that of tf.broadcastTo, its gradient is one sum, of any rank.
 *
 * @returns a new tensor, also where the shapes are the same
 */
export function broadcastTo(x: tf.Tensor, shape: Shape): tf.Tensor {
  if (sameShape(x.shape, shape)) return tf.clone(x);
  const own = [...x.shape];
  const repeat = tf.customGrad((input) => ({
    // tf.broadcastTo leaves an axis of size 1 as it is where it should become 0.
    value: sizeOf(shape) === 0 ? tf.zeros([...shape], x.dtype) : tf.broadcastTo(input as tf.Tensor, [...shape]),
    gradFunc: (dy: tf.Tensor) => sumTo(dy, own),
  }));
  return repeat(x);
}

/** The transpose of `broadcastTo`: sums `x` over the dims in which `shape` is missing or 1. */
export function sumTo(x: tf.Tensor, shape: Shape): tf.Tensor {
  if (sameShape(x.shape, shape)) return tf.clone(x);
  const axes = x.shape.flatMap((size, i) => (size !== 1 && sizeAt(shape, i - x.rank) === 1 ? [i] : []));
  return tf.tidy(() => tf.reshape(axes.length === 0 ? x : tf.sum(x, axes, true), [...shape]));
}
