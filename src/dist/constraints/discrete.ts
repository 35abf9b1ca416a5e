import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';

/** The numbers 0 and 1. */
export const boolean: Constraint = define({
  kind: 'boolean',
  expected: '0 or 1',
  isDiscrete: true,
  test: (value) => tf.logicalOr(tf.equal(value, 0), tf.equal(value, 1)),
  element: 0,
  contains: (value) => value === 0 || value === 1,
});

/** Whole numbers from `low` to `high`, both included. */
export function integerInterval(low: number, high: number): Constraint {
  return define({
    kind: 'integerInterval',
    args: [low, high],
    expected: `a whole number from ${low} to ${high}`,
    isDiscrete: true,
    test: (value) => {
      const inside = tf.logicalAnd(tf.greaterEqual(value, low), tf.lessEqual(value, high));
      return tf.logicalAnd(inside, tf.equal(value, tf.floor(value)));
    },
    element: low,
    contains: (value) => Number.isInteger(value) && value >= low && value <= high,
  });
}
