import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo, sumTo } from './broadcast.js';
import { broadcastShapes } from './shape.js';

/**
 * `a` where `condition` is true, else `b`, all three broadcast together.
 *
 * Nothing flows back through the condition, so it may come from comparisons, which have no gradient. The gradient of a branch
 * is 0 where it was not taken. Both branches are evaluated: one whose own derivative is infinite or NaN where it is not taken
 * must be fed a harmless argument there.
 *
 * @param condition boolean tensor; borrowed, as are the others
 * @returns a tensor of the shape and type that the branches have together
 */
export function select(condition: tf.Tensor, a: tf.Tensor | number, b: tf.Tensor | number): tf.Tensor {
  const operation = tf.customGrad((...inputs) => {
    const save = inputs[inputs.length - 1] as tf.GradSaveFunc;
    save([condition]);
    return {
      value: choose(condition, a, b),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backward(dy, saved, a, b),
    };
  });
  return operation(...[a, b].filter((branch) => typeof branch !== 'number'));
}

/** tf.where of operands that have one shape: its own broadcasting tiles, which is slow, and fails without elements. */
function choose(condition: tf.Tensor, a: tf.Tensor | number, b: tf.Tensor | number): tf.Tensor {
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

/** The gradients of those branches that are tensors, each summed back to its branch's shape. */
function backward(
  dy: tf.Tensor,
  saved: readonly tf.Tensor[],
  a: tf.Tensor | number,
  b: tf.Tensor | number,
): tf.Tensor[] {
  return saved.flatMap((condition) => {
    const part = (branch: tf.Tensor | number, taken: () => tf.Tensor): tf.Tensor[] =>
      typeof branch === 'number' ? [] : [sumTo(tf.mul(dy, tf.cast(taken(), 'float32')), branch.shape)];
    return [...part(a, () => condition), ...part(b, () => tf.logicalNot(condition))];
  });
}
