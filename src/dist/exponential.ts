import { fromZero } from './halfLineDensity.js';
import * as tf from '@tensorflow/tfjs-core';
import {
  log,
  type Expression,
  formula,
  exponential as standardExponential,
  less,
  log1mexp,
  log1p,
  where,
} from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegative, positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { whereInside } from './whereInside.js';

export interface ExponentialParams extends FamilyOptions {
  /** 1 over the mean, [batch], > 0, in units of 1 over the value. */
  readonly rate: Parameter;
}

const density = formula('exponential', (x: Expression, rate: Expression) => fromZero(x, log(rate).sub(x.mul(rate))));

const logSurvival = formula('exponential.logSurvival', (x: Expression, rate: Expression) =>
  where(less(0, x), x.mul(rate).neg(), 0),
);
const logCdf = formula('exponential.logCdf', (x: Expression, rate: Expression) =>
  where(less(0, x), log1mexp(x.mul(rate).neg()), -Infinity),
);

/**
 * The exponential distribution on the numbers >= 0: log p(x) = log(rate) - rate x, in nats.
 *
 * @throws ArgumentError if a plain number is out of range
 * @example
 * exponential({ rate: 2 }).logProb(tf.scalar(1)).dataSync();   // [-1.306853]
 */
export function exponential(params: ExponentialParams): Distribution {
  const { rate, validate } = checkedOptions('exponential', params, ['rate'], ['validate']);
  const logRate = (): tf.Tensor => tf.log(asTensor(rate));
  return defineFamily({
    family: 'exponential',
    validate,
    params: { rate },
    parameterConstraints: { rate: positive },
    support: nonnegative,
    hasRsample: true,
    draw: (key, shape) => tf.div(standardExponential(key, shape), rate),
    logDensity: (value) => density(value, rate),
    mean: () => tf.div(1, rate),
    variance: () => tf.div(tf.div(1, rate), rate),
    entropy: () => tf.sub(1, logRate()),
    cdf: (value) => whereInside(tf.greater(value, 0), value, 0, (x) => tf.neg(tf.expm1(tf.neg(tf.mul(x, rate)))), 0),
    icdf: (q) => tf.div(tf.neg(log1p(tf.neg(q))), rate),
    survival: (value) => whereInside(tf.greater(value, 0), value, 0, (x) => tf.exp(tf.neg(tf.mul(x, rate))), 1),
    logCdf: (value) => logCdf(value, rate),
    logSurvival: (value) => logSurvival(value, rate),
    inverseSurvival: (q) => tf.div(tf.neg(tf.log(q)), rate),
  });
}
