import { ofLogGamma } from './gamma.js';
import { aboveZero } from './halfLineDensity.js';
import * as tf from '@tensorflow/tfjs-core';
import {
  logQuotient,
  type Expression,
  formula,
  log,
  factorialExcess,
  igamma,
  igammac,
  igammacInverse,
  igammaInverse,
  less,
  logIgamma,
  logIgammac,
  where,
  logGamma,
} from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { expWithin } from './expWithin.js';
import { logLessDigamma } from './gamma.js';
import { tailMoment } from './tailMoment.js';
import { whereInside } from './whereInside.js';

export interface InverseGammaParams extends FamilyOptions {
  /** The exponent of the tail, [batch], > 0, without unit. */
  readonly concentration: Parameter;
  /** [batch], > 0, in the units of the value. */
  readonly rate: Parameter;
}

const density = formula('inverseGamma', (x: Expression, a: Expression, rate: Expression) =>
  aboveZero(x, ofLogGamma(a, rate.div(x)).sub(log(x))),
);

const logCdf = formula('inverseGamma.logCdf', (x: Expression, a: Expression, rate: Expression) =>
  where(less(0, x), logIgammac(a, rate.div(x)), -Infinity),
);
const logSurvival = formula('inverseGamma.logSurvival', (x: Expression, a: Expression, rate: Expression) =>
  where(less(0, x), logIgamma(a, rate.div(x)), 0),
);

/**
 * The distribution of 1 over a gamma draw, on the numbers > 0: log p(x) = a log(r / x) - log x - r / x - log Gamma(a), in nats,
 * with a the concentration and r the rate. Draws carry implicit gradients; drawing, `cdf` and `icdf` read
 * the parameters from the device.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * inverseGamma({ concentration: 2, rate: 3 }).logProb(tf.scalar(1)).dataSync();   // [-0.802775]
 */
export function inverseGamma(params: InverseGammaParams): Distribution {
  const { concentration, rate, validate } = checkedOptions(
    'inverseGamma',
    params,
    ['concentration', 'rate'],
    ['validate'],
  );
  const a = (): tf.Tensor => asTensor(concentration);
  return defineFamily({
    family: 'inverseGamma',
    validate,
    params: { concentration, rate },
    parameterConstraints: { concentration: positive, rate: positive },
    support: positive,
    hasRsample: true,
    // By logs, because the draw of the gamma distribution may be too small for float32 where its inverse times the rate is not.
    draw: (key, shape) => expWithin(tf.sub(tf.log(asTensor(rate)), logGamma(key, concentration, shape))),
    logDensity: (value) => density(value, concentration, rate),
    mean: () => tailMoment(a(), 1, (safe) => tf.div(rate, tf.sub(safe, 1))),
    variance: () => tailMoment(a(), 2, (safe) => tf.div(tf.square(tf.div(rate, tf.sub(safe, 1))), tf.sub(safe, 2))),
    cdf: (value) => whereInside(tf.greater(value, 0), value, rate, (x) => igammac(concentration, tf.div(rate, x)), 0),
    icdf: (q) => tf.div(rate, igammacInverse(concentration, q)),
    survival: (value) =>
      whereInside(tf.greater(value, 0), value, rate, (x) => igamma(concentration, tf.div(rate, x)), 1),
    logCdf: (value) => logCdf(value, concentration, rate),
    logSurvival: (value) => logSurvival(value, concentration, rate),
    inverseSurvival: (q) => tf.div(rate, igammaInverse(concentration, q)),
    // That of the log, whose mirror image is the log of a gamma draw, and the mean of the log.
    entropy: () => {
      const ofLog = tf.sub(factorialExcess(a()), tf.sub(tf.log(a()), tf.mul(a(), logLessDigamma(a()))));
      return tf.add(ofLog, tf.add(logQuotient(rate, a()), logLessDigamma(a())));
    },
  });
}
