import * as tf from '@tensorflow/tfjs-core';
import {
  broadcastTo,
  cholesky,
  diagonal,
  diagonalMatrix,
  formatShape,
  logGamma,
  lowerTriangle,
  normal as standardNormal,
  ShapeError,
  split,
} from '../num/index.js';
import type { Key, Shape } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { greaterThan, positiveDefinite } from './constraints/index.js';
import { factorOf, inverseFactorOf, matrixConstraint, matrixOf, type CovarianceParams } from './covarianceFactor.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { halvesBelow, multivariateDigamma, multivariateLgamma } from './multivariateGamma.js';

/** Exactly one of the three matrices gives the scale V: its factor, itself, or its inverse. */
export interface WishartParams extends FamilyOptions, CovarianceParams {
  /** Degrees of freedom, [...batch], > n - 1 for matrices [n, n]. */
  readonly df: Parameter;
}

/**
 * The Wishart distribution of positive definite matrices [n, n], of mean df V:
 * log p(X) = (df - n - 1) log det X / 2 - tr(V^-1 X) / 2 - df (n log 2 + log det V) / 2 - log Gamma_n(df / 2), in nats.
 *
 * Draws are made by Bartlett's decomposition and carry gradients to all parameters. Near df = n - 1 most of them are closer to
 * singular than float32 tells. Of a value only the lower triangle is read.
 *
 * @throws ArgumentError unless exactly one matrix is given
 * @throws ShapeError unless it is square
 * @see Bartlett 1933, "On the theory of statistical regression"
 * @example
 * wishart({ df: 3, scaleTril: tf.eye(2) }).logProb(tf.eye(2)).dataSync();   // [-3.531024]
 */
export function wishart(params: WishartParams): Distribution {
  checkedOptions('wishart', params, ['df'], ['scaleTril', 'covarianceMatrix', 'precisionMatrix', 'validate']);
  const { df } = params;
  const [name, matrix] = matrixOf('wishart', params);
  const size = sizeOfSquare(`wishart.${name}`, matrix);
  const scaleTril = (): tf.Tensor => factorOf(name, matrix);
  const half = (): tf.Tensor => tf.mul(asTensor(df), 0.5);
  return defineFamily({
    family: 'wishart',
    validate: params.validate,
    params: { df, [name]: matrix },
    parameterConstraints: { df: greaterThan(size - 1), [name]: matrixConstraint(name) },
    eventShape: [size, size],
    support: positiveDefinite,
    hasRsample: true,
    draw: (key, shape) => {
      const factor = tf.matMul(scaleTril(), bartlettFactor(key, half(), shape, size));
      return tf.matMul(factor, factor, false, true);
    },
    logDensity: (value) => {
      const [inverse, ofValue] = [inverseFactorOf(name, matrix), cholesky(value)];
      const trace = tf.sum(tf.square(tf.matMul(inverse, ofValue)), [-2, -1]);
      const powers = tf.mul(tf.sub(df, size + 1), logDiagonal(ofValue));
      const constant = tf.add(tf.mul(half(), size * Math.LN2), multivariateLgamma(half(), size));
      const ofScale = tf.neg(tf.mul(df, logDiagonal(inverse)));
      return tf.sub(tf.sub(powers, tf.mul(trace, 0.5)), tf.add(ofScale, constant));
    },
    mean: () => tf.mul(perMatrix(df), scaleMatrix(scaleTril())),
    variance: () => {
      const scale = scaleMatrix(scaleTril());
      const onDiagonal = diagonal(scale);
      const products = tf.mul(tf.expandDims(onDiagonal, -1), tf.expandDims(onDiagonal, -2));
      return tf.mul(perMatrix(df), tf.add(tf.square(scale), products));
    },
    entropy: () => {
      const ofScale = tf.mul(tf.add(logDiagonal(scaleTril()), (size * Math.LN2) / 2), size + 1);
      const slope = tf.mul(tf.sub(half(), (size + 1) / 2), multivariateDigamma(half(), size));
      const rest = tf.sub(tf.add(multivariateLgamma(half(), size), tf.mul(half(), size)), slope);
      return tf.add(ofScale, rest);
    },
  });
}

/** The lower triangular factor of the scale V of a distribution of this family. */
export function wishartScaleTril({ params }: Distribution): tf.Tensor {
  return factorOf(...matrixOf('wishart', params));
}

function sizeOfSquare(where: string, { shape, rank }: tf.Tensor): number {
  const [rows = 0, columns = 0] = shape.slice(-2);
  if (rank >= 2 && rows === columns && rows > 0) return rows;
  throw new ShapeError({ where, expected: 'square matrices [..., n, n]', got: formatShape(shape) });
}

/** Normals below the diagonal, and on it the roots of chi-squares of df, df - 1, ... degrees of freedom. */
function bartlettFactor(key: Key, half: tf.Tensor, shape: Shape, size: number): tf.Tensor {
  const [below, on] = split(key) as [Key, Key];
  const logs = logGamma(on, broadcastTo(halvesBelow(half, size), [...shape, size]), [...shape, size]);
  const roots = tf.exp(tf.mul(tf.add(logs, Math.LN2), 0.5));
  return tf.add(lowerTriangle(standardNormal(below, [...shape, size, size]), -1), diagonalMatrix(roots));
}

/** The sum of the logs on the diagonal: half the log determinant of the matrix with this factor. */
function logDiagonal(lower: tf.Tensor): tf.Tensor {
  return tf.sum(tf.log(diagonal(lower)), -1);
}

function scaleMatrix(lower: tf.Tensor): tf.Tensor {
  return tf.matMul(lower, lower, false, true);
}

/** A parameter of the batch that meets the entries of matrices. */
function perMatrix(df: Parameter): Parameter {
  return typeof df === 'number' ? df : tf.reshape(df, [...df.shape, 1, 1]);
}
