import { fromZero } from './halfLineDensity.js';
import * as tf from '@tensorflow/tfjs-core';
import {
  type Expression,
  formula,
  log,
  erf,
  erfinv,
  logNormalCdf,
  logOtherShare,
  normal as standardNormal,
  normalCdf,
  normalQuantile,
  select,
} from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegative, positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { normal } from './normal.js';
import { whereInside } from './whereInside.js';

export interface HalfNormalParams extends FamilyOptions {
  /** The root of the mean square, [batch], > 0, in the units of the value. */
  readonly scale: Parameter;
}

const density = formula('halfNormal', (x: Expression, scale: Expression) =>
  fromZero(
    x,
    log(scale)
      .add(x.div(scale).square().mul(0.5))
      .neg()
      .add(0.5 * Math.log(2 / Math.PI)),
  ),
);

/**
 * The half-normal distribution on the numbers >= 0, that of the size of a normal draw of mean 0:
 * log p(x) = -(x / scale)^2 / 2 - log(scale) + log(2 / pi) / 2, in nats.
 *
 * @throws ArgumentError if a plain number is out of range
 * @example
 * halfNormal({ scale: 2 }).logProb(tf.scalar(2)).dataSync();   // [-1.418939]
 */
export function halfNormal(params: HalfNormalParams): Distribution {
  const { scale, validate } = checkedOptions('halfNormal', params, ['scale'], ['validate']);
  const whole = (): Distribution => normal({ loc: 0, scale, validate: false });
  return defineFamily({
    family: 'halfNormal',
    validate,
    params: { scale },
    parameterConstraints: { scale: positive },
    support: nonnegative,
    hasRsample: true,
    draw: (key, shape) => tf.mul(scale, tf.abs(standardNormal(key, shape))),
    logDensity: (value) => density(value, scale),
    mean: () => tf.mul(scale, Math.sqrt(2 / Math.PI)),
    variance: () => tf.mul(tf.mul(scale, 1 - 2 / Math.PI), scale),
    entropy: () => tf.sub(whole().entropy(), Math.LN2),
    cdf: (value) => whereInside(tf.greater(value, 0), value, 0, (x) => erf(tf.mul(tf.div(x, scale), Math.SQRT1_2)), 0),
    icdf: (q) => tf.mul(tf.mul(scale, Math.SQRT2), erfinv(q)),
    survival: (value) =>
      whereInside(tf.greater(value, 0), value, 0, (x) => tf.mul(normalCdf(tf.neg(tf.div(x, scale))), 2), 1),
    logSurvival: (value) => {
      const z = tf.div(tf.relu(value), scale);
      const near = logOtherShare(erf(tf.mul(tf.minimum(z, 1), Math.SQRT1_2)));
      return select(tf.less(z, 1), near, tf.add(logNormalCdf(tf.neg(z)), Math.LN2));
    },
    inverseSurvival: (q) => tf.neg(tf.mul(scale, normalQuantile(tf.mul(q, 0.5)))),
  });
}
