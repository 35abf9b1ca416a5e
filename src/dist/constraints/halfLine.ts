import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';

/** Finite numbers above 0. */
export const positive: Constraint = define({
  kind: 'positive',
  ends: [0, Infinity],
  expected: 'a finite number > 0 in float32',
  test: (value) => between(value, 0),
  element: 1,
  contains: (value) => value > 0 && value < Infinity,
});

/** The same set as `positive`, reached through softplus instead of exp. */
export const softplusPositive: Constraint = define({
  kind: 'softplusPositive',
  ends: [0, Infinity],
  expected: 'a finite number > 0 in float32',
  test: (value) => between(value, 0),
  element: 1,
  contains: (value) => value > 0 && value < Infinity,
});

/** Finite numbers from 0 upwards. */
export const nonnegative: Constraint = define({
  kind: 'nonnegative',
  ends: [0, Infinity],
  expected: 'a finite number >= 0',
  test: (value) => tf.logicalAnd(tf.greaterEqual(value, 0), tf.less(value, Infinity)),
  element: 1,
  contains: (value) => value >= 0 && value < Infinity,
});

/** Finite numbers above `low`, a number or a tensor that broadcasts to the values. */
export function greaterThan(low: number | tf.Tensor): Constraint {
  return define({
    kind: 'greaterThan',
    args: [low],
    ends: [low, Infinity],
    expected: `a finite number > ${boundName(low)}`,
    test: (value) => between(value, low),
    element: (shape) => tf.add(tf.fill(shape, 1), low),
    ...(typeof low === 'number' ? { contains: (value: number) => value > low && value < Infinity } : {}),
  });
}

/** Finite numbers from `low` upwards, itself included; a number or a tensor that broadcasts to the values. */
export function greaterThanEq(low: number | tf.Tensor): Constraint {
  return define({
    kind: 'greaterThanEq',
    args: [low],
    ends: [low, Infinity],
    expected: `a finite number >= ${boundName(low)}`,
    test: (value) => tf.logicalAnd(tf.greaterEqual(value, low), tf.less(value, Infinity)),
    element: (shape) => tf.add(tf.fill(shape, 1), low),
    ...(typeof low === 'number' ? { contains: (value: number) => value >= Math.fround(low) && value < Infinity } : {}),
  });
}

/** Numbers below `high`, a number or a tensor that broadcasts to the values; -Infinity is one of them. */
export function lessThan(high: number | tf.Tensor): Constraint {
  return define({
    kind: 'lessThan',
    args: [high],
    ends: [-Infinity, high],
    expected: `a number < ${boundName(high)}`,
    test: (value) => tf.less(value, high),
    element: (shape) => (high === Infinity ? tf.zeros(shape) : tf.add(tf.fill(shape, -1), high)),
    ...(typeof high === 'number' ? { contains: (value: number) => value < high } : {}),
  });
}

/** Finite numbers up to `high`, itself included; a number or a tensor that broadcasts to the values. */
export function lessThanEq(high: number | tf.Tensor): Constraint {
  return define({
    kind: 'lessThanEq',
    args: [high],
    ends: [-Infinity, high],
    expected: `a finite number <= ${boundName(high)}`,
    test: (value) => tf.logicalAnd(tf.lessEqual(value, high), tf.greater(value, -Infinity)),
    element: (shape) => tf.add(tf.fill(shape, -1), high),
    ...(typeof high === 'number'
      ? { contains: (value: number) => value <= Math.fround(high) && value > -Infinity }
      : {}),
  });
}

function between(value: tf.Tensor, low: number | tf.Tensor): tf.Tensor {
  return tf.logicalAnd(tf.greater(value, low), tf.less(value, Infinity));
}

/** A bound in words. */
export function boundName(bound: number | tf.Tensor): string {
  return typeof bound === 'number' ? String(bound) : 'its bound';
}
