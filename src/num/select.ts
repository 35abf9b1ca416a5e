import type * as tf from '@tensorflow/tfjs-core';
import { choose } from './choose.js';
import { detached } from './detached.js';
import { type Expression, formula, where } from './formula/index.js';

const chosen = formula('select', (condition: Expression, a: Expression, b: Expression) => where(condition, a, b));

/**
 * `a` where `condition` is true, else `b`, all three broadcast together.
 *
 * Nothing flows back through the condition, so it may come from comparisons, which have no gradient. The gradient of a branch
 * is 0 where it was not taken.
 *
 * @param condition boolean tensor; borrowed, as are the others
 * @returns a tensor of the shape and type that the branches have together
 */
export function select(condition: tf.Tensor, a: tf.Tensor | number, b: tf.Tensor | number): tf.Tensor {
  const types = [a, b].flatMap((branch) => (typeof branch === 'number' ? [] : [branch.dtype]));
  if (types.length === 0 || types.some((type) => type === 'float32')) return chosen(condition, a, b);
  // Integers and booleans have no gradient.
  return detached(() => choose(condition, a, b));
}
