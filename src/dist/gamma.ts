import { fromZero } from './halfLineDensity.js';
import * as tf from '@tensorflow/tfjs-core';
import {
  type Expression,
  weighted,
  formula,
  equal,
  log,
  lgamma,
  where,
  deviance,
  digammaExcess,
  factorialExcess,
  gamma as standardGamma,
  igamma,
  igammac,
  igammacInverse,
  igammaInverse,
  logIgamma,
  logIgammac,
} from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegative, positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

/** The largest float32. */
const MOST = 2 ** 128 - 2 ** 104;

export interface GammaParams extends FamilyOptions {
  /** The exponent of the density plus 1, [batch], > 0, without unit. */
  readonly concentration: Parameter;
  /** [batch], > 0, in units of 1 over the value. */
  readonly rate: Parameter;
}

const density = formula('gamma', (x: Expression, a: Expression, rate: Expression) => {
  const z = x.mul(rate);
  const atZero = weighted(a.sub(1), log(x))
    .add(a.mul(log(rate)))
    .sub(lgamma(a));
  const inside = ofLogGamma(a, z).sub(log(x));
  return fromZero(x, where(equal(x, 0), atZero, inside));
});

const logCdf = formula('gamma.logCdf', (x: Expression, a: Expression, rate: Expression) => logIgamma(a, x.mul(rate)));
const logSurvival = formula('gamma.logSurvival', (x: Expression, a: Expression, rate: Expression) =>
  logIgammac(a, x.mul(rate)),
);

/**
 * The gamma distribution on the numbers >= 0: log p(x) = a log r + (a - 1) log x - r x - log Gamma(a), in nats, with a the
 * concentration and r the rate. Draws carry implicit gradients; drawing, `cdf` and `icdf` read the parameters from
 * the device.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * gamma({ concentration: 2, rate: 3 }).logProb(tf.scalar(1)).dataSync();   // [-0.802775]
 */
export function gamma(params: GammaParams): Distribution {
  const { concentration, rate, validate } = checkedOptions('gamma', params, ['concentration', 'rate'], ['validate']);
  return defineFamily({
    family: 'gamma',
    validate,
    params: { concentration, rate },
    parameterConstraints: { concentration: positive, rate: positive },
    support: nonnegative,
    hasRsample: true,
    draw: (key, shape) => tf.maximum(tf.div(standardGamma(key, concentration, shape), rate), 2 ** -126),
    logDensity: (value) => density(value, concentration, rate),
    mean: () => tf.div(concentration, rate),
    variance: () => tf.div(tf.div(concentration, rate), rate),
    cdf: (value) => igamma(concentration, tf.minimum(tf.mul(value, rate), MOST)),
    icdf: (q) => tf.div(igammaInverse(concentration, q), rate),
    survival: (value) => igammac(concentration, tf.minimum(tf.mul(value, rate), MOST)),
    inverseSurvival: (q) => tf.div(igammacInverse(concentration, q), rate),
    logCdf: (value) => logCdf(value, concentration, rate),
    logSurvival: (value) => logSurvival(value, concentration, rate),
    entropy: () => tf.sub(entropyAtUnitRate(asTensor(concentration)), tf.log(rate)),
  });
}

/** The log density, in its log, of a gamma draw z of rate 1: a log z - z - log Gamma(a), without the cancellation at large a. */
export function ofLogGamma(a: Expression, z: Expression): Expression {
  return log(a).sub(deviance(a, z)).sub(factorialExcess(a));
}

/** a + log Gamma(a) + (1 - a) digamma(a), likewise. */
function entropyAtUnitRate(a: tf.Tensor): tf.Tensor {
  return tf.add(factorialExcess(a), tf.mul(tf.sub(a, 1), logLessDigamma(a)));
}

/** log a - digamma(a). */
export function logLessDigamma(a: tf.Tensor): tf.Tensor {
  return tf.sub(tf.div(1, a), digammaExcess(a));
}
