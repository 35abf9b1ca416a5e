import { fromZero } from './halfLineDensity.js';
import * as tf from '@tensorflow/tfjs-core';
import {
  logQuotient,
  exp,
  expm1,
  Expression,
  weighted,
  formula,
  power,
  log,
  gumbel,
  lgamma,
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
import { expWithin } from './expWithin.js';
import { lgammaBend } from './lgammaBend.js';
import { whereInside } from './whereInside.js';

// Of a power of the value of which exp(-power) is 0 by far, and which is finite in float32.
const LARGEST_LOG = 88;
const EULER_GAMMA = 0.5772156649015329;

export interface WeibullParams extends FamilyOptions {
  /** The value below which 1 - 1/e of the mass lies, [batch], > 0, in the units of the value. */
  readonly scale: Parameter;
  /** The power of the value that is exponential, [batch], > 0, without unit. */
  readonly concentration: Parameter;
}

const density = formula('weibull', (x: Expression, scale: Expression, k: Expression) => {
  const size = x.div(scale);
  const inside = log(k)
    .sub(log(scale))
    .add(weighted(k.sub(1), log(size)))
    .sub(power(size, k));
  return fromZero(x, inside);
});

const logSurvival = formula('weibull.logSurvival', (x: Expression, scale: Expression, k: Expression) =>
  where(less(0, x), power(x.div(scale), k).neg(), 0),
);
const logCdf = formula('weibull.logCdf', (x: Expression, scale: Expression, k: Expression) =>
  where(less(0, x), log1mexp(power(x.div(scale), k).neg()), -Infinity),
);

const mean = formula('weibull.mean', (scale: Expression, k: Expression) =>
  scale.mul(exp(lgamma(Expression.of(1).add(Expression.of(1).div(k))))),
);
const variance = formula('weibull.variance', (scale: Expression, k: Expression) =>
  mean(scale, k)
    .square()
    .mul(expm1(lgammaBend(Expression.of(1), Expression.of(1).div(k)))),
);

/**
 * The Weibull distribution on the numbers >= 0: log p(x) = log(k / x) + k log(x / s) - (x / s)^k, in nats, with s the scale and k
 * the concentration.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * weibull({ scale: 2, concentration: 3 }).logProb(tf.scalar(1)).dataSync();   // [-1.105829]
 */
export function weibull(params: WeibullParams): Distribution {
  const { scale, concentration, validate } = checkedOptions(
    'weibull',
    params,
    ['scale', 'concentration'],
    ['validate'],
  );
  const k = (): tf.Tensor => asTensor(concentration);
  const logScale = (): tf.Tensor => tf.log(asTensor(scale));
  const logPower = (x: tf.Tensor): tf.Tensor => tf.mul(k(), logQuotient(x, scale));
  const hazard = (x: tf.Tensor): tf.Tensor => tf.exp(tf.minimum(logPower(x), LARGEST_LOG));
  return defineFamily({
    family: 'weibull',
    validate,
    params: { scale, concentration },
    parameterConstraints: { scale: positive, concentration: positive },
    support: nonnegative,
    hasRsample: true,
    // Minus a Gumbel draw is the log of an exponential one.
    draw: (key, shape) => expWithin(tf.sub(logScale(), tf.div(gumbel(key, shape), k()))),
    logDensity: (value) => density(value, scale, concentration),
    mean: () => mean(scale, concentration),
    variance: () => variance(scale, concentration),
    entropy: () => tf.add(tf.sub(logQuotient(scale, k()), tf.div(EULER_GAMMA, k())), 1 + EULER_GAMMA),
    cdf: (value) => whereInside(tf.greater(value, 0), value, scale, (x) => tf.neg(tf.expm1(tf.neg(hazard(x)))), 0),
    icdf: (q) => tf.mul(scale, tf.pow(tf.neg(log1p(tf.neg(q))), tf.div(1, k()))),
    survival: (value) => whereInside(tf.greater(value, 0), value, scale, (x) => tf.exp(tf.neg(hazard(x))), 1),
    logCdf: (value) => logCdf(value, scale, concentration),
    logSurvival: (value) => logSurvival(value, scale, concentration),
    inverseSurvival: (q) => tf.mul(scale, tf.pow(tf.neg(tf.log(q)), tf.div(1, k()))),
  });
}
