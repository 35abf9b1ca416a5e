import * as tf from '@tensorflow/tfjs-core';
import {
  broadcastTo,
  diagonal,
  digammaDifference,
  lgamma,
  log1p,
  logBeta,
  logGamma,
  lowerTriangle,
  normal as standardNormal,
  select,
  split,
  stopGradient,
  triangularInverse,
  type Key,
} from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { lowerCholesky, positive, realVector } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { broadcastVectors, flattenedProduct } from './matrixVector.js';

/** Draws reach no further than this times a normal draw: float32 ends at 3e38. */
const FARTHEST = 2 ** 120;

export interface MultivariateStudentTParams extends FamilyOptions {
  /** Degrees of freedom, [...batch], > 0. */
  readonly df: Parameter;
  /** Median of each entry, and its mean where df > 1, [...batch, n], in the units of the value. */
  readonly loc: tf.Tensor;
  /** Lower triangular L with a positive diagonal, [...batch, n, n]; what stands above it is not looked at. */
  readonly scaleTril: tf.Tensor;
}

/**
 * Student's t distribution of vectors [n]: log p(x) = log Gamma((df + n) / 2) - log Gamma(df / 2) - n log(df pi) / 2 - log det L -
 * (df + n) log(1 + |L^-1 (x - loc)|^2 / df) / 2, in nats. Draws carry gradients to all parameters; drawing reads `df`.
 *
 * @throws ShapeError if the shapes do not fit
 * @example
 * multivariateStudentT({ df: 3, loc: tf.zeros([2]), scaleTril: tf.eye(2) }).logProb(tf.ones([2])).dataSync();   // [-3.114941]
 */
export function multivariateStudentT(params: MultivariateStudentTParams): Distribution {
  const { df, loc, scaleTril, validate } = checkedOptions(
    'multivariateStudentT',
    params,
    ['df', 'loc', 'scaleTril'],
    ['validate'],
  );
  const { size } = broadcastVectors('multivariateStudentT', loc, { scaleTril: scaleTril.shape });
  const lower = (): tf.Tensor => lowerTriangle(scaleTril);
  const half = (): tf.Tensor => tf.mul(asTensor(df), 0.5);
  const logNormaliser = (): tf.Tensor => {
    const logDet = tf.sum(tf.log(diagonal(lower())), -1);
    const ofShape = tf.add(logBeta(half(), size / 2), tf.mul(tf.log(df), size / 2));
    return tf.add(tf.add(ofShape, logDet), tf.sub((size * Math.log(Math.PI)) / 2, lgamma(tf.scalar(size / 2))));
  };
  return defineFamily({
    family: 'multivariateStudentT',
    validate,
    params: { df, loc, scaleTril },
    parameterConstraints: { df: positive, loc: realVector, scaleTril: lowerCholesky },
    eventShape: [size],
    support: realVector,
    hasRsample: true,
    draw: (key, shape) => {
      const [direction, length] = split(key) as [Key, Key];
      const logs = logGamma(length, broadcastTo(half(), shape), shape);
      const spread = tf.exp(tf.mul(tf.sub(tf.log(half()), logs), 0.5));
      const noise = tf.mul(standardNormal(direction, [...shape, size]), perVector(tf.minimum(spread, FARTHEST)));
      return tf.add(loc, flattenedProduct(lower(), noise));
    },
    logDensity: (value) => {
      const standard = flattenedProduct(triangularInverse(lower()), tf.sub(value, loc));
      const growth = logOnePlusSquare(tf.div(standard, perVector(tf.sqrt(df))));
      return tf.neg(tf.add(logNormaliser(), tf.mul(tf.add(half(), size / 2), growth)));
    },
    mean: () => tf.add(loc, perVector(select(tf.greater(asTensor(df), 1), 0, NaN))),
    variance: () => tf.mul(tf.sum(tf.square(lower()), -1), perVector(spreadOf(asTensor(df)))),
    entropy: () => {
      const spread = tf.mul(tf.add(half(), size / 2), digammaDifference(half(), tf.fill(half().shape, size / 2)));
      return tf.add(logNormaliser(), spread);
    },
  });
}

/** log(1 + |x|^2) over the last dim, also where the square overflows: what is large is divided by its size first. */
function logOnePlusSquare(x: tf.Tensor): tf.Tensor {
  const unit = stopGradient(tf.maximum(tf.max(tf.abs(x), -1), 1));
  const square = tf.sum(tf.square(tf.div(x, tf.expandDims(unit, -1))), -1);
  const rest = tf.sub(tf.square(tf.div(1, unit)), 1);
  return tf.add(tf.mul(tf.log(unit), 2), log1p(tf.add(square, rest)));
}

/** df / (df - 2): Infinity from 1 to 2, and NaN up to 1. */
function spreadOf(df: tf.Tensor): tf.Tensor {
  const isFinite = tf.greater(df, 2);
  const ratio = tf.div(1, tf.sub(1, tf.div(2, select(isFinite, df, 3))));
  return select(isFinite, ratio, select(tf.greater(df, 1), Infinity, NaN));
}

/** A number for each vector that meets its entries. */
function perVector(x: tf.Tensor): tf.Tensor {
  return tf.expandDims(x, -1);
}
