import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo, formatShape, ShapeError, sizeOf, type Shape } from '../../num/index.js';
import type { Tensors } from '../optim/index.js';

/**
 * The values of one vectorised run as [count, ...shape in one run].
 *
 * @param like values of a run of a single draw, for their shapes
 * @throws ShapeError if a value does not come apart so
 */
export function takeApart(values: Tensors, count: number, like: Tensors): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(values).map(([name, x]) => [name, apart(name, x, count, like[name]?.shape ?? [])]),
  );
}

/** The values of one vectorised run as [count, ...own]; a value that is the same in all runs is repeated. */
function apart(name: string, x: tf.Tensor, count: number, own: Shape): tf.Tensor {
  const isCommon = x.size === sizeOf(own) && (count !== 1 || x.rank === own.length);
  const bare = (shape: Shape): string => formatShape(shape.filter((size) => size !== 1));
  const expected = isCommon ? own : [count, ...own];
  if (bare(x.shape) === bare(expected)) {
    const shaped = tf.reshape(x, isCommon ? [1, ...own] : expected.slice());
    return broadcastTo(shaped, [count, ...own]);
  }
  // Plates that a value does not vary over may be missing from it, or come in where one run has none.
  throw new ShapeError({
    where: `predictive at "${name}"`,
    expected: `values of shape ${formatShape([count, ...own])}, up to dims of size 1`,
    got: formatShape(x.shape),
    hint: 'operations that leave batch dims on the left alone (negative axes), or parallel: false',
  });
}
