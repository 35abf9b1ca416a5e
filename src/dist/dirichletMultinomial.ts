import * as tf from '@tensorflow/tfjs-core';
import { formula, logGammaArray, split } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { countsOfTotal, independent, nonnegativeInteger, positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { drawCounts, weightsOfLogs } from './drawCounts.js';
import { logPolyaCell, logPolyaTotal } from './logCountMass.js';
import { sumOfOthers } from './sumOfOthers.js';

export interface DirichletMultinomialParams extends FamilyOptions {
  /** That of the Dirichlet distribution of the probabilities, [...batch, K], > 0. */
  readonly concentration: tf.Tensor;
  /** The number of trials n, [batch], whole and >= 0. */
  readonly totalCount: Parameter;
}

const cell = formula('dirichletMultinomial', logPolyaCell);
const ofTotal = formula('dirichletMultinomial', logPolyaTotal);

/**
 * The multinomial distribution whose probabilities have a Dirichlet distribution, on vectors of K counts with sum n, as float32:
 * log p(k) = log n! + log Gamma(A) - log Gamma(n + A) + sum (log Gamma(k + a) - log k! - log Gamma(a)), in nats, with a =
 * concentration and A their sum. Drawing reads the parameters from the device.
 *
 * @throws ArgumentError if a plain number is out of range
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * dirichletMultinomial({ concentration: tf.ones([3]), totalCount: 4 }).logProb(tf.tensor1d([2, 1, 1])).dataSync();   // [-2.70805]
 */
export function dirichletMultinomial(params: DirichletMultinomialParams): Distribution {
  checkedOptions('dirichletMultinomial', params, ['concentration', 'totalCount'], ['validate']);
  const { concentration, totalCount, validate } = params;
  const size = concentration.shape[concentration.rank - 1] ?? 1;
  const column = (): tf.Tensor => tf.expandDims(tf.cast(asTensor(totalCount), 'float32'), -1);
  const sum = (): tf.Tensor => tf.sum(concentration, -1, true);
  const probs = (): tf.Tensor => tf.div(concentration, sum());
  const mean = (): tf.Tensor => tf.mul(column(), probs());
  return defineFamily({
    family: 'dirichletMultinomial',
    validate,
    params: { concentration, totalCount },
    parameterConstraints: { concentration: independent(positive, 1), totalCount: nonnegativeInteger },
    eventShape: [size],
    support: countsOfTotal(totalCount),
    hasRsample: false,
    draw: (key, shape) => {
      const [probsKey = key, countKey = key] = split(key);
      return drawCounts(countKey, shape, totalCount, concentration, (values, rowSize) =>
        weightsOfLogs(logGammaArray(probsKey, values), rowSize),
      );
    },
    logDensity: (value) => {
      const cells = cell(value, concentration, column(), sum());
      return tf.sub(tf.sum(cells, -1), tf.squeeze(ofTotal(column(), sum()), [-1]));
    },
    mean,
    variance: () => {
      const spread = tf.div(tf.add(column(), sum()), tf.add(sum(), 1));
      return tf.mul(tf.mul(mean(), sumOfOthers(probs())), spread);
    },
  });
}
