import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';
import { boundName } from './halfLine.js';

/** How far a sum of rounded counts may be off, as a share of it. */
const ROUNDING = 1e-5;

/** The numbers 0 and 1. */
export const boolean: Constraint = define({
  kind: 'boolean',
  ends: [0, 1],
  expected: '0 or 1',
  isDiscrete: true,
  test: (value) => tf.logicalOr(tf.equal(value, 0), tf.equal(value, 1)),
  element: 0,
  contains: (value) => value === 0 || value === 1,
});

/** Integers. */
export const integer: Constraint = define({
  kind: 'integer',
  ends: [-Infinity, Infinity],
  expected: 'an integer',
  isDiscrete: true,
  test: isWhole,
  element: 0,
  contains: Number.isInteger,
});

/** Integers from 0 upwards. */
export const nonnegativeInteger: Constraint = define({
  kind: 'nonnegativeInteger',
  ends: [0, Infinity],
  expected: 'an integer >= 0',
  isDiscrete: true,
  test: (value) => tf.logicalAnd(tf.greaterEqual(value, 0), isWhole(value)),
  element: 0,
  contains: (value) => Number.isInteger(value) && value >= 0,
});

/** Integers from `low` to `high`, both included; each a number or a tensor that broadcasts to the values. */
export function integerInterval(low: number | tf.Tensor, high: number | tf.Tensor): Constraint {
  const isPlain = typeof low === 'number' && typeof high === 'number';
  return define({
    kind: 'integerInterval',
    args: [low, high],
    ends: [low, high],
    expected: `an integer from ${boundName(low)} to ${boundName(high)}`,
    isDiscrete: true,
    test: (value) => {
      const inside = tf.logicalAnd(tf.greaterEqual(value, low), tf.lessEqual(value, high));
      return tf.logicalAnd(inside, isWhole(value));
    },
    element: (shape) => tf.add(tf.zeros(shape), low),
    ...(isPlain
      ? {
          contains: (value: number) =>
            Number.isInteger(value) && value >= Math.fround(low) && value <= Math.fround(high),
        }
      : {}),
  });
}

/** Vectors of integers >= 0 whose sum is `total`, a number or a tensor that broadcasts to the batch. */
export function countsOfTotal(total: number | tf.Tensor): Constraint {
  return define({
    kind: 'countsOfTotal',
    args: [total],
    expected: `a vector of integers >= 0 with sum ${typeof total === 'number' ? String(total) : 'its total'}`,
    isDiscrete: true,
    eventDim: 1,
    test: (value) => {
      const isCount = tf.logicalAnd(tf.greaterEqual(value, 0), isWhole(value));
      // Above 2^24 counts and their sums are rounded.
      const allowed = tf.mul(tf.mul(total, ROUNDING), tf.cast(tf.greaterEqual(total, 2 ** 24), 'float32'));
      const isTotal = tf.lessEqual(tf.abs(tf.sub(tf.sum(value, -1), total)), allowed);
      return tf.logicalAnd(tf.all(isCount, -1), isTotal);
    },
    element: (shape) => allInFirst(total, shape),
  });
}

function isWhole(value: tf.Tensor): tf.Tensor {
  const isFinite = tf.less(tf.abs(value), Infinity);
  return tf.logicalAnd(isFinite, tf.equal(value, tf.floor(value)));
}

/** The whole total in the first place of each vector. */
function allInFirst(total: number | tf.Tensor, shape: readonly number[]): tf.Tensor {
  const size = shape[shape.length - 1] ?? 1;
  const first = tf.tensor1d(Array.from({ length: size }, (_, i) => (i === 0 ? 1 : 0)));
  const column = typeof total === 'number' ? total : tf.expandDims(tf.cast(total, 'float32'), -1);
  return tf.add(tf.zeros([...shape]), tf.mul(column, first));
}
