import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';
import { boundName } from './halfLine.js';

/** Numbers from 0 to 1, both included. */
export const unitInterval: Constraint = define({
  kind: 'unitInterval',
  ends: [0, 1],
  expected: 'a number from 0 to 1',
  test: (value) => within(value, 0, 1),
  element: 0.5,
  contains: (value) => value >= 0 && value <= 1,
});

/** Angles in radians, from -pi to pi. */
export const angle: Constraint = define({
  kind: 'angle',
  ends: [-Math.fround(Math.PI), Math.fround(Math.PI)],
  expected: 'an angle from -pi to pi',
  // The float32 nearest to pi lies above it.
  test: (value) => within(value, -Math.fround(Math.PI), Math.fround(Math.PI)),
  element: 0,
  contains: (value) => Math.abs(value) <= Math.fround(Math.PI),
});

/** Numbers from `low` to `high`, both included; each a number or a tensor that broadcasts to the values. */
export function interval(low: number | tf.Tensor, high: number | tf.Tensor): Constraint {
  const isPlain = typeof low === 'number' && typeof high === 'number';
  return define({
    kind: 'interval',
    args: [low, high],
    ends: [low, high],
    expected: `a number from ${boundName(low)} to ${boundName(high)}`,
    test: (value) => within(value, low, high),
    // Half of each, because the sum of two large bounds can overflow.
    element: (shape) => tf.add(tf.zeros(shape), tf.add(tf.mul(low, 0.5), tf.mul(high, 0.5))),
    ...(isPlain ? { contains: (value: number) => value >= Math.fround(low) && value <= Math.fround(high) } : {}),
  });
}

function within(value: tf.Tensor, low: number | tf.Tensor, high: number | tf.Tensor): tf.Tensor {
  return tf.logicalAnd(tf.greaterEqual(value, low), tf.lessEqual(value, high));
}
