import * as tf from '@tensorflow/tfjs-core';
import {
  expm1,
  Expression,
  weighted,
  formula,
  equal,
  exp,
  less,
  between,
  log,
  where,
  digamma,
  exponential,
  log1mexp,
  log1p,
  lgamma,
} from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { positive, unitInterval } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import { lgammaBend } from './lgammaBend.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { whereInside } from './whereInside.js';

/** The smallest normal float32, and the largest below 1: draws keep off both ends. */
const [LEAST, MOST] = [2 ** -126, 1 - 2 ** -24];
const EULER_GAMMA = 0.5772156649015329;

export interface KumaraswamyParams extends FamilyOptions {
  /** The power of the value x, [batch], > 0. */
  readonly concentration1: Parameter;
  /** The power of 1 - x^concentration1, [batch], > 0. */
  readonly concentration0: Parameter;
}

const density = formula('kumaraswamy', (x: Expression, a: Expression, b: Expression) => {
  const peak = log(a)
    .add(log(b))
    .add(weighted(a.sub(1), log(x)));
  const inside = peak.add(weighted(b.sub(1), log1mexp(a.mul(log(x)))));
  return where(between(x, 0, 1), where(equal(x, 0), peak, inside), -Infinity);
});

const logSurvival = formula('kumaraswamy.logSurvival', (x: Expression, a: Expression, b: Expression) =>
  where(less(0, x), where(less(x, 1), b.mul(log1mexp(a.mul(log(x)))), -Infinity), 0),
);
const logCdf = formula('kumaraswamy.logCdf', (x: Expression, a: Expression, b: Expression) =>
  where(less(0, x), where(less(x, 1), log1mexp(logSurvival(x, a, b)), 0), -Infinity),
);

const survival = formula('kumaraswamy.survival', (x: Expression, a: Expression, b: Expression) =>
  exp(logSurvival(x, a, b)),
);

/** Gamma(1 + 1 / a) Gamma(1 + b) / Gamma(1 + b + 1 / a). */
const mean = formula('kumaraswamy.mean', (a: Expression, b: Expression) => {
  const [t, total] = [Expression.of(1).div(a), b.add(1)];
  return exp(
    lgamma(t.add(1))
      .add(lgamma(total))
      .sub(lgamma(total.add(t))),
  );
});
const variance = formula('kumaraswamy.variance', (a: Expression, b: Expression) => {
  const t = Expression.of(1).div(a);
  return mean(a, b)
    .square()
    .mul(expm1(lgammaBend(Expression.of(1), t).sub(lgammaBend(b.add(1), t))));
});

/**
 * The Kumaraswamy distribution on the numbers from 0 to 1, whose distribution function is 1 - (1 - x^a)^b: log p(x) = log(a b) +
 * (a - 1) log x + (b - 1) log(1 - x^a), in nats, with a = concentration1 and b = concentration0; -Infinity at 0, at 1 and outside.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @see Kumaraswamy 1980, "A generalized probability density function for double-bounded random processes"
 * @example
 * kumaraswamy({ concentration1: 2, concentration0: 3 }).logProb(tf.scalar(0.5)).dataSync();   // [0.523248]
 */
export function kumaraswamy(params: KumaraswamyParams): Distribution {
  const { concentration1, concentration0, validate } = checkedOptions(
    'kumaraswamy',
    params,
    ['concentration1', 'concentration0'],
    ['validate'],
  );
  const [a, b] = [(): tf.Tensor => asTensor(concentration1), (): tf.Tensor => asTensor(concentration0)];
  return defineFamily({
    family: 'kumaraswamy',
    validate,
    params: { concentration1, concentration0 },
    parameterConstraints: { concentration1: positive, concentration0: positive },
    support: unitInterval,
    hasRsample: true,
    draw: (key, shape) => {
      const logPower = log1mexp(tf.neg(tf.div(exponential(key, shape), b())));
      return tf.clipByValue(tf.exp(tf.div(logPower, a())), LEAST, MOST);
    },
    logDensity: (value) => density(value, concentration1, concentration0),
    mean: () => mean(concentration1, concentration0),
    variance: () => variance(concentration1, concentration0),
    entropy: () => {
      const harmonic = tf.add(digamma(tf.add(b(), 1)), EULER_GAMMA);
      const spread = tf.add(tf.sub(1, tf.div(1, b())), tf.mul(tf.sub(1, tf.div(1, a())), harmonic));
      return tf.sub(spread, tf.add(tf.log(a()), tf.log(b())));
    },
    cdf: (value) => {
      const inside = tf.logicalAnd(tf.greater(value, 0), tf.less(value, 1));
      const part = whereInside(inside, value, 0.5, (x) => cdfInside(a(), b(), x), 0);
      return tf.add(part, tf.cast(tf.greaterEqual(value, 1), 'float32'));
    },
    survival: (value) => survival(value, concentration1, concentration0),
    inverseSurvival: (q) => tf.exp(tf.div(log1mexp(tf.div(tf.log(q), b())), a())),
    logCdf: (value) => logCdf(value, concentration1, concentration0),
    logSurvival: (value) => logSurvival(value, concentration1, concentration0),
    icdf: (q) => tf.exp(tf.div(log1mexp(tf.div(log1p(tf.neg(q)), b())), a())),
  });
}

/** 1 - (1 - x^a)^b. */
function cdfInside(a: tf.Tensor, b: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.neg(tf.expm1(tf.mul(b, log1mexp(tf.mul(a, tf.log(x))))));
}
