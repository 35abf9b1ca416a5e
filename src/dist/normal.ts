import * as tf from '@tensorflow/tfjs-core';
import {
  log,
  Expression,
  formula,
  logNormalCdf,
  normal as standardNormal,
  normalCdf,
  normalQuantile,
} from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { positive, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export interface NormalParams extends FamilyOptions {
  /** Mean, [batch], in the units of the value. */
  readonly loc: Parameter;
  /** Standard deviation, [batch], > 0, same units. */
  readonly scale: Parameter;
}

/** Four operations of the size of the value: the halves go into the scale, which is small. */
const density = formula('normal', (x: Expression, loc: Expression, scale: Expression) => {
  const halves = x.sub(loc).mul(Expression.of(Math.SQRT1_2).div(scale)).square();
  return log(scale).neg().sub(HALF_LOG_TWO_PI).sub(halves);
});
const entropy = formula('normal', (scale: Expression) => log(scale).add(0.5 + HALF_LOG_TWO_PI));

/**
 * The normal distribution: log p(x) = -((x - loc) / scale)^2 / 2 - log(scale) - log(2 pi) / 2, in nats.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * normal({ loc: 1, scale: 2 }).logProb(tf.scalar(1)).dataSync();   // [-1.612086]
 */
export function normal(params: NormalParams): Distribution {
  const { loc, scale, validate } = checkedOptions('normal', params, ['loc', 'scale'], ['validate']);
  return defineFamily({
    family: 'normal',
    validate,
    params: { loc, scale },
    parameterConstraints: { loc: real, scale: positive },
    support: real,
    hasRsample: true,
    draw: (key, shape) => tf.add(loc, tf.mul(scale, standardNormal(key, shape))),
    logDensity: (value) => density(value, loc, scale),
    mean: () => loc,
    variance: () => tf.square(scale),
    entropy: () => entropy(scale),
    cdf: (value) => normalCdf(tf.div(tf.sub(value, loc), scale)),
    icdf: (q) => tf.add(loc, tf.mul(scale, normalQuantile(q))),
    survival: (value) => normalCdf(tf.div(tf.sub(loc, value), scale)),
    inverseSurvival: (q) => tf.sub(loc, tf.mul(scale, normalQuantile(q))),
    logCdf: (value) => logNormalCdf(tf.div(tf.sub(value, loc), scale)),
    logSurvival: (value) => logNormalCdf(tf.div(tf.sub(loc, value), scale)),
    relocated: (newLoc, newScale) => normal({ loc: newLoc, scale: newScale, validate }),
  });
}
