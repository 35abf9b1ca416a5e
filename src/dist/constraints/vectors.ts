import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';

// Room for the rounding of a few hundred terms of size at most 1 in float32, and for probabilities typed with six digits.
const TOLERANCE = 1e-5;

/** Vectors of numbers >= 0 whose sum is 1. */
export const simplex: Constraint = define({
  kind: 'simplex',
  expected: 'a vector of numbers >= 0 with sum 1',
  eventDim: 1,
  test: (value) => {
    const sumsToOne = tf.lessEqual(tf.abs(tf.sub(tf.sum(value, -1), 1)), TOLERANCE);
    return tf.logicalAnd(tf.all(tf.greaterEqual(value, 0), -1), sumsToOne);
  },
  containsRow: (row) => {
    let sum = 0;
    for (let k = 0; k < row.length; k += 1) sum += (row[k] ?? NaN) >= 0 ? (row[k] ?? NaN) : NaN;
    return Math.abs(sum - 1) <= TOLERANCE;
  },
  element: (shape) => tf.fill(shape, 1 / (shape[shape.length - 1] ?? 1)),
});

/** Vectors of length 1: the points of a circle, or of a sphere if there are more than two coordinates. */
export const circular: Constraint = unitVectors('circular');

/** The same set as `circular`, named for vectors of more than two coordinates. */
export const sphere: Constraint = unitVectors('sphere');

/** Vectors that are 1 in one place and 0 in all others. */
export const oneHot: Constraint = define({
  kind: 'oneHot',
  expected: 'a vector with one 1 and otherwise 0',
  isDiscrete: true,
  eventDim: 1,
  test: (value) => {
    const isBinary = tf.all(tf.logicalOr(tf.equal(value, 0), tf.equal(value, 1)), -1);
    return tf.logicalAnd(isBinary, tf.equal(tf.sum(value, -1), 1));
  },
  element: firstOfAll,
});

function unitVectors(kind: string): Constraint {
  return define({
    kind,
    expected: 'a vector of length 1',
    eventDim: 1,
    test: (value) => tf.lessEqual(tf.abs(tf.sub(tf.sum(tf.square(value), -1), 1)), TOLERANCE),
    element: firstOfAll,
  });
}

/** The first unit vector everywhere. */
function firstOfAll(shape: number[]): tf.Tensor {
  const size = shape[shape.length - 1] ?? 1;
  const first = tf.tensor1d(Array.from({ length: size }, (_, i) => (i === 0 ? 1 : 0)));
  return tf.add(tf.zeros(shape), first);
}
