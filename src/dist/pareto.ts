import * as tf from '@tensorflow/tfjs-core';
import {
  logQuotient,
  type Expression,
  formula,
  between,
  log,
  where,
  exponential,
  less,
  log1mexp,
  log1p,
} from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { greaterThanEq, positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { tailMoment } from './tailMoment.js';
import { whereInside } from './whereInside.js';

/** A little below the log of the largest float32. */
const LOG_MOST = 128 * Math.LN2 - 1e-4;

export interface ParetoParams extends FamilyOptions {
  /** The smallest value, [batch], > 0, in the units of the value. */
  readonly scale: Parameter;
  /** The exponent of the tail, [batch], > 0, without unit. */
  readonly alpha: Parameter;
}

const density = formula('pareto', (x: Expression, scale: Expression, alpha: Expression) => {
  const inside = log(alpha)
    .sub(log(x))
    .sub(alpha.mul(log(x.div(scale))));
  return where(between(x, scale, Number.MAX_VALUE), inside, -Infinity);
});

const logSurvival = formula('pareto.logSurvival', (x: Expression, scale: Expression, alpha: Expression) =>
  where(less(scale, x), alpha.mul(log(x.div(scale))).neg(), 0),
);
const logCdf = formula('pareto.logCdf', (x: Expression, scale: Expression, alpha: Expression) =>
  where(less(scale, x), log1mexp(alpha.mul(log(x.div(scale))).neg()), -Infinity),
);

/**
 * The Pareto distribution on the numbers >= scale: log p(x) = log(alpha / x) - alpha log(x / scale), in nats. Draws above the
 * largest float32 are set to about that.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * pareto({ scale: 1, alpha: 3 }).logProb(tf.scalar(2)).dataSync();   // [-1.673976]
 */
export function pareto(params: ParetoParams): Distribution {
  const { scale, alpha, validate } = checkedOptions('pareto', params, ['scale', 'alpha'], ['validate']);
  const a = (): tf.Tensor => asTensor(alpha);
  const support = greaterThanEq(scale);
  return defineFamily({
    family: 'pareto',
    validate,
    params: { scale, alpha },
    parameterConstraints: { scale: positive, alpha: positive },
    support,
    hasRsample: true,
    draw: (key, shape) => stretched(asTensor(scale), tf.div(exponential(key, shape), a())),
    logDensity: (value) => density(value, scale, alpha),
    mean: () => tailMoment(a(), 1, (safe) => tf.mul(scale, tf.div(safe, tf.sub(safe, 1)))),
    variance: () =>
      tailMoment(a(), 2, (safe) => tf.mul(tf.square(tf.div(scale, tf.sub(safe, 1))), tf.div(safe, tf.sub(safe, 2)))),
    entropy: () => tf.add(logQuotient(scale, a()), tf.add(tf.div(1, a()), 1)),
    cdf: (value) =>
      whereInside(
        tf.greater(value, scale),
        value,
        scale,
        (x) => tf.neg(tf.expm1(tf.mul(a(), logQuotient(scale, x)))),
        0,
      ),
    icdf: (q) => tf.mul(scale, tf.exp(tf.neg(tf.div(log1p(tf.neg(q)), a())))),
    survival: (value) =>
      whereInside(tf.greater(value, scale), value, scale, (x) => tf.exp(tf.mul(a(), logQuotient(scale, x))), 1),
    logCdf: (value) => logCdf(value, scale, alpha),
    logSurvival: (value) => logSurvival(value, scale, alpha),
    inverseSurvival: (q) => tf.mul(scale, tf.exp(tf.neg(tf.div(tf.log(q), a())))),
  });
}

/** scale exp(t), t >= 0, in two steps, because exp(t) alone may overflow; not below the scale, as a rounded sum of logs could be. */
function stretched(scale: tf.Tensor, t: tf.Tensor): tf.Tensor {
  const half = tf.exp(tf.mul(tf.minimum(t, tf.sub(LOG_MOST, tf.log(scale))), 0.5));
  return tf.mul(tf.mul(scale, half), half);
}
