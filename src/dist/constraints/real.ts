import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';
import { independent } from './independent.js';

/** Finite numbers. */
export const real: Constraint = define({
  kind: 'real',
  ends: [-Infinity, Infinity],
  expected: 'a finite number',
  test: (value) => tf.logicalAnd(tf.greater(value, -Infinity), tf.less(value, Infinity)),
  element: 0,
  contains: Number.isFinite,
});

/** Numbers, infinite ones too, but not NaN: the logits of a choice between two. */
export const extendedReal: Constraint = define({
  kind: 'extendedReal',
  ends: [-Infinity, Infinity],
  expected: 'a number that is not NaN',
  test: (value) => tf.equal(value, value),
  element: 0,
  contains: (value) => !Number.isNaN(value),
});

/** Vectors of finite numbers. */
export const realVector: Constraint = independent(real, 1);
