import * as tf from '@tensorflow/tfjs-core';
import { cholesky, diagonal, lowerTriangle } from '../../num/index.js';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';

// As much as rounding leaves between the two halves of a product of float32 matrices, relative to their largest entry.
const TOLERANCE = 1e-5;

/** Lower triangular matrices with a diagonal above 0: the Cholesky factors of positive definite ones. */
export const lowerCholesky: Constraint = define({
  kind: 'lowerCholesky',
  expected: 'a lower triangular matrix with a diagonal > 0',
  eventDim: 2,
  test: isCholesky,
  element: identityMatrix,
});

/** The same set as `lowerCholesky`, its diagonal reached through softplus instead of exp. */
export const softplusLowerCholesky: Constraint = define({
  kind: 'softplusLowerCholesky',
  expected: 'a lower triangular matrix with a diagonal > 0',
  eventDim: 2,
  test: isCholesky,
  element: identityMatrix,
});

/** Lower triangular matrices with a diagonal of 1. */
export const unitLowerCholesky: Constraint = define({
  kind: 'unitLowerCholesky',
  expected: 'a lower triangular matrix with a diagonal of 1',
  eventDim: 2,
  test: (value) => tf.logicalAnd(isLower(value), tf.all(tf.equal(diagonal(value), 1), -1)),
  element: identityMatrix,
});

/** Lower triangular matrices with a diagonal above 0 and rows of length 1: the Cholesky factors of correlation matrices. */
export const corrCholesky: Constraint = define({
  kind: 'corrCholesky',
  expected: 'a lower triangular matrix with a diagonal > 0 and rows of length 1',
  eventDim: 2,
  test: (value) => tf.logicalAnd(isCholesky(value), isNearOne(tf.sum(tf.square(value), -1))),
  element: identityMatrix,
});

/** Symmetric matrices with eigenvalues above 0. */
export const positiveDefinite: Constraint = define({
  kind: 'positiveDefinite',
  expected: 'a symmetric positive definite matrix',
  eventDim: 2,
  test: isPositiveDefinite,
  element: identityMatrix,
});

/** Symmetric matrices with eigenvalues above 0 and a diagonal of 1. */
export const corrMatrix: Constraint = define({
  kind: 'corrMatrix',
  expected: 'a symmetric positive definite matrix with a diagonal of 1',
  eventDim: 2,
  test: (value) => tf.logicalAnd(isPositiveDefinite(value), isNearOne(diagonal(value))),
  element: identityMatrix,
});

function isPositiveDefinite(value: tf.Tensor): tf.Tensor {
  const dims = value.shape.map((_, i) => i);
  const flipped = tf.transpose(value, [...dims.slice(0, -2), value.rank - 1, value.rank - 2]);
  const allowed = tf.mul(tf.max(tf.abs(value), [-2, -1], true), TOLERANCE);
  const isSymmetric = tf.all(tf.lessEqual(tf.abs(tf.sub(value, flipped)), allowed), [-2, -1]);
  return tf.logicalAnd(isSymmetric, tf.all(tf.greater(diagonal(cholesky(value)), 0), -1));
}

/** Whether all of the last dim are 1, up to rounding. */
function isNearOne(values: tf.Tensor): tf.Tensor {
  return tf.all(tf.lessEqual(tf.abs(tf.sub(values, 1)), TOLERANCE), -1);
}

function isCholesky(value: tf.Tensor): tf.Tensor {
  const onDiagonal = diagonal(value);
  const isPositive = tf.logicalAnd(tf.greater(onDiagonal, 0), tf.less(onDiagonal, Infinity));
  return tf.logicalAnd(isLower(value), tf.all(isPositive, -1));
}

/** Whether all entries are finite, and those above the diagonal 0. */
function isLower(value: tf.Tensor): tf.Tensor {
  const isFinite = tf.less(tf.abs(value), Infinity);
  return tf.all(tf.logicalAnd(isFinite, tf.equal(value, lowerTriangle(value))), [-2, -1]);
}

function identityMatrix(shape: number[]): tf.Tensor {
  return tf.add(tf.zeros(shape), tf.eye(shape[shape.length - 2] ?? 1, shape[shape.length - 1] ?? 1));
}
