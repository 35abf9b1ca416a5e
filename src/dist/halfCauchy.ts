import { fromZero } from './halfLineDensity.js';
import * as tf from '@tensorflow/tfjs-core';
import {
  logQuotient,
  atan,
  exp,
  less,
  log1p,
  where,
  formula,
  type Expression,
  log,
  inverseTransform,
  select,
} from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegative, positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { whereInside } from './whereInside.js';

/** The largest float32. */
const MOST = (2 - 2 ** -23) * 2 ** 127;

export interface HalfCauchyParams extends FamilyOptions {
  /** The median, [batch], > 0, in the units of the value. */
  readonly scale: Parameter;
}

const density = formula('halfCauchy', (x: Expression, scale: Expression) =>
  fromZero(
    x,
    log(scale)
      .add(log1p(x.div(scale).square()))
      .neg()
      .add(Math.log(2 / Math.PI)),
  ),
);

const logCdf = formula('halfCauchy.logCdf', (x: Expression, scale: Expression) => {
  const near = log(atan(x.div(scale)).mul(2 / Math.PI));
  const far = log1p(atan(scale.div(x)).mul(-2 / Math.PI));
  return where(less(0, x), where(less(x, scale), near, far), -Infinity);
});
const logSurvival = formula('halfCauchy.logSurvival', (x: Expression, scale: Expression) => {
  const near = log1p(atan(x.div(scale)).mul(-2 / Math.PI));
  const far = log(atan(scale.div(x)).mul(2 / Math.PI));
  return where(less(0, x), where(less(x, scale), near, far), 0);
});
const survival = formula('halfCauchy.survival', (x: Expression, scale: Expression) => exp(logSurvival(x, scale)));

/**
 * The half-Cauchy distribution on the numbers >= 0, that of the size of a Cauchy draw about 0:
 * log p(x) = log(2 / (pi scale)) - log(1 + (x / scale)^2), in nats. Mean and variance are infinite.
 *
 * @throws ArgumentError if a plain number is out of range
 * @example
 * halfCauchy({ scale: 2 }).logProb(tf.scalar(2)).dataSync();   // [-1.837877]
 */
export function halfCauchy(params: HalfCauchyParams): Distribution {
  const { scale, validate } = checkedOptions('halfCauchy', params, ['scale'], ['validate']);
  const logPeak = (): tf.Tensor => logQuotient(2 / Math.PI, scale);
  return defineFamily({
    family: 'halfCauchy',
    validate,
    params: { scale },
    parameterConstraints: { scale: positive },
    support: nonnegative,
    hasRsample: true,
    draw: (key, shape) => {
      const sizes = inverseTransform(key, shape, (u) => 1 / Math.tan((Math.PI / 2) * u));
      return tf.minimum(tf.mul(scale, sizes), MOST);
    },
    logDensity: (value) => density(value, scale),
    mean: () => Infinity,
    variance: () => Infinity,
    entropy: () => tf.sub(Math.log(4), logPeak()),
    cdf: (value) =>
      whereInside(tf.greater(value, 0), value, 0, (x) => tf.mul(tf.atan(tf.div(x, scale)), 2 / Math.PI), 0),
    survival: (value) => survival(value, scale),
    inverseSurvival: (q) => {
      const isTail = tf.less(q, 0.5);
      const tangent = tf.tan(tf.mul(select(isTail, q, tf.sub(1, q)), Math.PI / 2));
      return tf.mul(scale, select(isTail, tf.div(1, select(isTail, tangent, 1)), tangent));
    },
    logCdf: (value) => logCdf(value, scale),
    logSurvival: (value) => logSurvival(value, scale),
    icdf: (q) => {
      const isTail = tf.greater(q, 0.5);
      const tangent = tf.tan(tf.mul(select(isTail, tf.sub(1, q), q), Math.PI / 2));
      return tf.mul(scale, select(isTail, tf.div(1, select(isTail, tangent, 1)), tangent));
    },
  });
}
