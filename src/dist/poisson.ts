import { fromZero } from './halfLineDensity.js';
import * as tf from '@tensorflow/tfjs-core';
import {
  type Expression,
  formula,
  deviance,
  drawOnHost,
  factorialExcess,
  igammac,
  poissonArray,
} from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegative, nonnegativeInteger } from './constraints/index.js';
import { countCdf } from './countCdf.js';
import { defineFamily } from './defineFamily.js';
import { unboundedQuantile } from './discreteQuantile.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

export interface PoissonParams extends FamilyOptions {
  /** The mean number, [batch], >= 0. */
  readonly rate: Parameter;
}

const density = formula('poisson', (k: Expression, rate: Expression) =>
  fromZero(k, factorialExcess(k).add(deviance(k, rate)).neg()),
);

/**
 * The Poisson distribution on 0, 1, 2, …, as float32: log p(k) = k log(rate) - rate - log k!, in nats; -Infinity below 0. It is
 * computed as a deviance from the rate, and keeps its digits at rates of a million and more. Drawing reads the rate from the
 * device; draws above 2^24 are rounded as float32.
 *
 * @throws ArgumentError if a plain number is out of range
 * @see Loader 2000, "Fast and accurate computation of binomial probabilities"
 * @example
 * poisson({ rate: 3 }).logProb(tf.tensor1d([0, 4])).dataSync();   // [-3, -1.783605]
 */
export function poisson(params: PoissonParams): Distribution {
  const { rate, validate } = checkedOptions('poisson', params, ['rate'], ['validate']);
  const cdf = (value: tf.Tensor): tf.Tensor => countCdf(value, Infinity, (k) => igammac(tf.add(k, 1), rate));
  return defineFamily({
    family: 'poisson',
    validate,
    params: { rate },
    parameterConstraints: { rate: nonnegative },
    support: nonnegativeInteger,
    hasRsample: false,
    draw: (key, shape) => drawOnHost(shape, [rate], (rates = []) => poissonArray(key, rates)),
    logDensity: (value) => density(value, rate),
    mean: () => rate,
    variance: () => rate,
    cdf,
    icdf: (q) => unboundedQuantile(q, cdf, { mean: rate, variance: rate, scale: 1 }),
  });
}
