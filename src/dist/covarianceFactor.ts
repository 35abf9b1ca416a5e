import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, cholesky, lowerTriangle, transposed, triangularInverse } from '../num/index.js';
import type { Constraint } from './constraint.js';
import { lowerCholesky, positiveDefinite } from './constraints/index.js';

const names = ['scaleTril', 'covarianceMatrix', 'precisionMatrix'] as const;

/** The ways to give a covariance. */
export type MatrixName = (typeof names)[number];

/** Exactly one of the three matrices, each [...batch, n, n]. */
export interface CovarianceParams {
  /** Lower triangular factor L of the covariance L L^T, with a positive diagonal; what stands above it is not looked at. */
  readonly scaleTril?: tf.Tensor;
  /** Symmetric and positive definite; only the lower triangle is read. */
  readonly covarianceMatrix?: tf.Tensor;
  /** The inverse of the covariance. */
  readonly precisionMatrix?: tf.Tensor;
}

/** The matrix that was given, and its name. @throws ArgumentError unless exactly one was */
export function matrixOf(where: string, params: CovarianceParams): [MatrixName, tf.Tensor] {
  const given = names.flatMap((name): [MatrixName, tf.Tensor][] => {
    const matrix = params[name];
    return matrix === undefined ? [] : [[name, matrix]];
  });
  const [first] = given;
  if (first !== undefined && given.length === 1) return first;
  const got = given.length === 0 ? 'none' : given.map(([name]) => name).join(' and ');
  throw new ArgumentError({ where, expected: `one of ${names.join(', ')}`, got });
}

/** The set in which a matrix of that name lies. */
export function matrixConstraint(name: MatrixName): Constraint {
  return name === 'scaleTril' ? lowerCholesky : positiveDefinite;
}

/** The lower triangular factor of the covariance. */
export function factorOf(name: MatrixName, matrix: tf.Tensor): tf.Tensor {
  if (name === 'scaleTril') return lowerTriangle(matrix);
  return name === 'covarianceMatrix' ? cholesky(matrix) : triangularInverse(inverseFactorOf(name, matrix));
}

/** The inverse of that factor. */
export function inverseFactorOf(name: MatrixName, matrix: tf.Tensor): tf.Tensor {
  if (name !== 'precisionMatrix') return triangularInverse(factorOf(name, matrix));
  return transposed(reversed(cholesky(reversed(matrix))));
}

/**
 * A matrix with its rows and its columns in the opposite order. The factor C of a reversed precision gives the precision as U U^T with
 * U upper triangular, C reversed; so U^T is the inverse of the covariance's factor, without inverting the precision itself.
 */
function reversed(matrix: tf.Tensor): tf.Tensor {
  return tf.reverse(matrix, [matrix.rank - 2, matrix.rank - 1]);
}
