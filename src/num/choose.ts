import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo } from './broadcast.js';
import { broadcastShapes } from './shape.js';

/** tf.where of operands that have one shape: its own broadcasting tiles, which is slow, and fails without elements. */
export function choose(condition: tf.Tensor, a: tf.Tensor | number, b: tf.Tensor | number): tf.Tensor {
  const [shapeA, shapeB] = [a, b].map((branch) => (typeof branch === 'number' ? [] : branch.shape));
  const shape = broadcastShapes('select', { condition: condition.shape, a: shapeA ?? [], b: shapeB ?? [] });
  const dtype = typeof a !== 'number' ? a.dtype : typeof b !== 'number' ? b.dtype : 'float32';
  const whole = (branch: tf.Tensor | number): tf.Tensor =>
    typeof branch === 'number' ? tf.fill(shape, branch, dtype) : broadcastTo(branch, shape);
  const isTaken = broadcastTo(condition, shape);
  // On wasm tf.where takes a boolean, of one byte, for a number of four.
  if (dtype === 'bool')
    return tf.logicalOr(tf.logicalAnd(isTaken, whole(a)), tf.logicalAnd(tf.logicalNot(isTaken), whole(b)));
  return tf.where(isTaken, whole(a), whole(b));
}
