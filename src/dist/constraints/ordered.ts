import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';

/** Vectors of finite numbers, each larger than the one before it. */
export const orderedVector: Constraint = define({
  kind: 'orderedVector',
  expected: 'a vector of finite numbers, each larger than the one before',
  eventDim: 1,
  test: isGrowing,
  element: (shape) => tf.add(tf.zeros(shape), tf.range(0, lastSize(shape))),
});

/** Vectors of finite numbers above 0, each larger than the one before it. */
export const positiveOrderedVector: Constraint = define({
  kind: 'positiveOrderedVector',
  expected: 'a vector of finite numbers > 0, each larger than the one before',
  eventDim: 1,
  test: (value) => tf.logicalAnd(isGrowing(value), tf.all(tf.greater(value, 0), -1)),
  element: (shape) => tf.add(tf.ones(shape), tf.range(0, lastSize(shape))),
});

function isGrowing(value: tf.Tensor): tf.Tensor {
  const size = lastSize(value.shape);
  const isFinite = tf.all(tf.less(tf.abs(value), Infinity), -1);
  if (size < 2) return isFinite;
  const [before, after] = [0, 1].map((start) => {
    const begin = value.shape.map((_, i) => (i === value.rank - 1 ? start : 0));
    return tf.slice(value, begin, [...value.shape.slice(0, -1), size - 1]);
  }) as [tf.Tensor, tf.Tensor];
  return tf.logicalAnd(isFinite, tf.all(tf.less(before, after), -1));
}

function lastSize(shape: readonly number[]): number {
  return shape[shape.length - 1] ?? 1;
}
