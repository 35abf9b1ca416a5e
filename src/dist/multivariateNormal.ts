import * as tf from '@tensorflow/tfjs-core';
import { diagonal, normal as standardNormal } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { realVector } from './constraints/index.js';
import { factorOf, inverseFactorOf, matrixConstraint, matrixOf, type CovarianceParams } from './covarianceFactor.js';
import { defineFamily } from './defineFamily.js';
import { broadcastVectors, flattenedProduct } from './matrixVector.js';
import type { Distribution, FamilyOptions } from './distribution.js';

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** The mean [...batch, n] and exactly one of the three matrices. */
export interface MultivariateNormalParams extends FamilyOptions, CovarianceParams {
  /** Mean, in the units of the value. */
  readonly loc: tf.Tensor;
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
  checkedOptions(
    'multivariateNormal',
    params,
    ['loc'],
    ['scaleTril', 'covarianceMatrix', 'precisionMatrix', 'validate'],
  );
  const { loc } = params;
  const [name, matrix] = matrixOf('multivariateNormal', params);
  const { size, batchShape } = broadcastVectors('multivariateNormal', loc, { [name]: matrix.shape });
  const factor = (): tf.Tensor => factorOf(name, matrix);
  return defineFamily({
    family: 'multivariateNormal',
    validate: params.validate,
    params: { loc, [name]: matrix },
    parameterConstraints: {
      loc: realVector,
      [name]: matrixConstraint(name),
    },
    batchShape,
    eventShape: [size],
    support: realVector,
    hasRsample: true,
    draw: (key, shape) => tf.add(loc, flattenedProduct(factor(), standardNormal(key, [...shape, size]))),
    logDensity: (value) => {
      const inverse = inverseFactorOf(name, matrix);
      const standard = flattenedProduct(inverse, tf.sub(value, loc));
      const logRootPrecision = tf.sum(tf.log(diagonal(inverse)), -1);
      return tf.sub(logRootPrecision, tf.add(tf.mul(tf.sum(tf.square(standard), -1), 0.5), (size * LOG_TWO_PI) / 2));
    },
    mean: () => loc,
    variance: () => tf.sum(tf.square(factor()), -1),
    entropy: () => tf.add(tf.sum(tf.log(diagonal(factor())), -1), (size * (1 + LOG_TWO_PI)) / 2),
  });
}

/** The lower triangular factor of the covariance of a distribution of this family, and its inverse. */
export function scaleTrilOf({ params }: Distribution): tf.Tensor {
  return factorOf(...matrixOf('multivariateNormal', params));
}

export function inverseScaleTrilOf({ params }: Distribution): tf.Tensor {
  return inverseFactorOf(...matrixOf('multivariateNormal', params));
}
