import * as tf from '@tensorflow/tfjs-core';
import {
  ArgumentError,
  cholesky,
  diagonal,
  lowerTriangle,
  normal as standardNormal,
  triangularInverse,
} from '../num/index.js';
import { lowerCholesky, positiveDefinite, realVector } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import { broadcastVectors, flattenedProduct } from './matrixVector.js';
import type { Distribution, FamilyOptions } from './distribution.js';

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** The mean, and exactly one of the three matrices; each [...batch, n] or [...batch, n, n]. */
export interface MultivariateNormalParams extends FamilyOptions {
  /** Mean, in the units of the value. */
  readonly loc: tf.Tensor;
  /** Lower triangular factor L of the covariance L L^T, with a positive diagonal; what stands above it is not looked at. */
  readonly scaleTril?: tf.Tensor;
  /** Symmetric and positive definite; only the lower triangle is read. */
  readonly covarianceMatrix?: tf.Tensor;
  /** The inverse of the covariance. */
  readonly precisionMatrix?: tf.Tensor;
}

/**
 * The normal distribution of vectors: log p(x) = -|L^-1 (x - loc)|^2 / 2 - log det L - n log(2 pi) / 2, in nats.
 *
 * @throws ArgumentError unless exactly one matrix is given
 * @throws ShapeError if the shapes do not fit
 * @example
 * const scaleTril = tf.tensor2d([[1, 0], [0.5, 2]]);
 * multivariateNormal({ loc: tf.zeros([2]), scaleTril }).logProb(tf.zeros([2])).dataSync();   // [-2.531024]
 */
export function multivariateNormal(params: MultivariateNormalParams): Distribution {
  const { loc } = params;
  const [name, matrix] = matrixOf(params);
  const { size, batchShape } = broadcastVectors('multivariateNormal', loc, { [name]: matrix.shape });
  const factor = (): tf.Tensor => factorOf(name, matrix);
  return defineFamily({
    family: 'multivariateNormal',
    validate: params.validate,
    params: { loc, [name]: matrix },
    parameterConstraints: {
      loc: realVector,
      [name]: name === 'scaleTril' ? lowerCholesky : positiveDefinite,
    },
    batchShape,
    eventShape: [size],
    support: realVector,
    hasRsample: true,
    draw: (key, shape) => tf.add(loc, flattenedProduct(factor(), standardNormal(key, [...shape, size]))),
    logDensity: (value) => {
      const lower = factor();
      const standard = flattenedProduct(triangularInverse(lower), tf.sub(value, loc));
      const logDet = tf.sum(tf.log(diagonal(lower)), -1);
      return tf.sub(tf.mul(tf.sum(tf.square(standard), -1), -0.5), tf.add(logDet, (size * LOG_TWO_PI) / 2));
    },
    mean: () => loc,
    variance: () => tf.sum(tf.square(factor()), -1),
    entropy: () => tf.add(tf.sum(tf.log(diagonal(factor())), -1), (size * (1 + LOG_TWO_PI)) / 2),
  });
}

type MatrixName = 'scaleTril' | 'covarianceMatrix' | 'precisionMatrix';

function matrixOf(params: MultivariateNormalParams): [MatrixName, tf.Tensor] {
  const names = ['scaleTril', 'covarianceMatrix', 'precisionMatrix'] as const;
  const given = names.flatMap((name): [MatrixName, tf.Tensor][] => {
    const matrix = params[name];
    return matrix === undefined ? [] : [[name, matrix]];
  });
  const [first] = given;
  if (first !== undefined && given.length === 1) return first;
  const got = given.length === 0 ? 'none' : given.map(([name]) => name).join(' and ');
  throw new ArgumentError({ where: 'multivariateNormal', expected: `one of ${names.join(', ')}`, got });
}

/** The lower triangular factor of the covariance. */
function factorOf(name: MatrixName, matrix: tf.Tensor): tf.Tensor {
  if (name === 'scaleTril') return lowerTriangle(matrix);
  if (name === 'covarianceMatrix') return cholesky(matrix);
  const inverse = triangularInverse(cholesky(matrix));
  return cholesky(tf.matMul(inverse, inverse, true, false));
}

/** The lower triangular factor of the covariance of a distribution of this family. */
export function scaleTrilOf({ params }: Distribution): tf.Tensor {
  const [name, matrix] = matrixOf(params as unknown as MultivariateNormalParams);
  return factorOf(name, matrix);
}
