import * as tf from '@tensorflow/tfjs-core';
import {
  cholesky,
  diagonal,
  diagonalMatrix,
  normal as standardNormal,
  split,
  triangularInverse,
  type Key,
} from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { independent, positive, real, realVector } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import { broadcastVectors, flattenedProduct } from './matrixVector.js';
import type { Distribution, FamilyOptions } from './distribution.js';

const LOG_TWO_PI = Math.log(2 * Math.PI);

export interface LowRankMultivariateNormalParams extends FamilyOptions {
  /** Mean, [...batch, n], in the units of the value. */
  readonly loc: tf.Tensor;
  /** W, [...batch, n, rank]. */
  readonly covFactor: tf.Tensor;
  /** d, the part of the variances that W does not explain, [...batch, n], > 0. */
  readonly covDiag: tf.Tensor;
}

/**
 * The normal distribution of vectors with covariance W W^T + diag(d). Costs grow with n rank^2, through the capacitance matrix
 * C = I + W^T diag(d)^-1 W: the determinant is det C times the product of d, and the inverse is diag(d)^-1 less a part of the rank
 * of W.
 *
 * @throws ShapeError if the shapes do not fit
 * @see Woodbury 1950, "Inverting modified matrices"
 */
export function lowRankMultivariateNormal(params: LowRankMultivariateNormalParams): Distribution {
  checkedOptions('lowRankMultivariateNormal', params, ['loc', 'covFactor', 'covDiag'], ['validate']);
  const { loc, covFactor, covDiag } = params;
  const shapes = { covFactor: covFactor.shape, covDiag: [...covDiag.shape, 1] };
  const { size, batchShape } = broadcastVectors('lowRankMultivariateNormal', loc, shapes);
  const rank = covFactor.shape[covFactor.rank - 1] ?? 1;
  return defineFamily({
    family: 'lowRankMultivariateNormal',
    validate: params.validate,
    params: { loc, covFactor, covDiag },
    parameterConstraints: { loc: realVector, covFactor: independent(real, 2), covDiag: independent(positive, 1) },
    batchShape,
    eventShape: [size],
    support: realVector,
    hasRsample: true,
    draw: (key, shape) => {
      const [common, own] = split(key) as [Key, Key];
      const shared = flattenedProduct(covFactor, standardNormal(common, [...shape, rank]));
      return tf.add(loc, tf.add(shared, tf.mul(tf.sqrt(covDiag), standardNormal(own, [...shape, size]))));
    },
    logDensity: (value) => {
      const [distance, lower] = [tf.sub(value, loc), capacitanceFactor(params)];
      const weighted = tf.div(distance, covDiag);
      const along = flattenedProduct(transposed(covFactor), weighted);
      const explained = tf.sum(tf.square(flattenedProduct(triangularInverse(lower), along)), -1);
      const square = tf.sub(tf.sum(tf.mul(distance, weighted), -1), explained);
      return tf.mul(tf.add(square, tf.add(logDet(lower, covDiag), size * LOG_TWO_PI)), -0.5);
    },
    mean: () => loc,
    variance: () => tf.add(tf.sum(tf.square(covFactor), -1), covDiag),
    entropy: () => tf.mul(tf.add(logDet(capacitanceFactor(params), covDiag), size * (1 + LOG_TWO_PI)), 0.5),
  });
}

/** The lower triangular factor of the covariance of a distribution of this family. */
export function lowRankScaleTril({ params }: Distribution): tf.Tensor {
  const { covFactor, covDiag } = params as unknown as LowRankMultivariateNormalParams;
  return cholesky(tf.add(tf.matMul(covFactor, covFactor, false, true), diagonalMatrix(covDiag)));
}

/** The Cholesky factor of C. */
function capacitanceFactor({ covFactor, covDiag }: LowRankMultivariateNormalParams): tf.Tensor {
  const rank = covFactor.shape[covFactor.rank - 1] ?? 1;
  const weighted = tf.div(covFactor, tf.expandDims(covDiag, -1));
  return cholesky(tf.add(tf.matMul(covFactor, weighted, true, false), tf.eye(rank)));
}

/** log det(W W^T + diag(d)). */
function logDet(lower: tf.Tensor, covDiag: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(tf.sum(tf.log(diagonal(lower)), -1), 2), tf.sum(tf.log(covDiag), -1));
}

function transposed(matrix: tf.Tensor): tf.Tensor {
  const dims = matrix.shape.map((_, i) => i);
  return tf.transpose(matrix, [...dims.slice(0, -2), matrix.rank - 1, matrix.rank - 2]);
}
