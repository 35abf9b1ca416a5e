import * as tf from '@tensorflow/tfjs-core';
import { igammac, igammacInverse } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { nonnegative, positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { gamma } from './gamma.js';

/** The smallest normal float32: on native the half of less is 0. */
const LEAST = 2 ** -126;

export interface Chi2Params extends FamilyOptions {
  /** Degrees of freedom k, [batch], > 0, not only whole. */
  readonly df: Parameter;
}

/**
 * The chi-squared distribution on the numbers >= 0, the gamma distribution of concentration df / 2 and rate 1/2: log p(x) =
 * (k / 2 - 1) log x - x / 2 - (k / 2) log 2 - log Gamma(k / 2), in nats.
 *
 * @throws ArgumentError if a plain number is out of range
 * @example
 * chi2({ df: 4 }).logProb(tf.scalar(2)).dataSync();   // [-1.693147]
 */
export function chi2(params: Chi2Params): Distribution {
  const { df, validate } = checkedOptions('chi2', params, ['df'], ['validate']);
  // Made anew at each use, so that the halves live no longer than it.
  const same = (): Distribution =>
    gamma({
      concentration: typeof df === 'number' ? Math.max(df / 2, LEAST) : tf.maximum(tf.div(df, 2), LEAST),
      rate: 0.5,
      validate: false,
    });
  return defineFamily({
    family: 'chi2',
    validate,
    params: { df },
    parameterConstraints: { df: positive },
    support: nonnegative,
    hasRsample: true,
    draw: (key, shape) => same().expand(shape).rsample(key),
    logDensity: (value) => same().logProb(value),
    mean: () => df,
    variance: () => tf.mul(2, df),
    entropy: () => same().entropy(),
    cdf: (value) => same().cdf(value),
    icdf: (q) => same().icdf(q),
    survival: (value) => igammac(tf.mul(df, 0.5), tf.mul(value, 0.5)),
    logCdf: (value) => same().logCdf(value),
    logSurvival: (value) => same().logSurvival(value),
    inverseSurvival: (q) => tf.mul(igammacInverse(tf.mul(df, 0.5), q), 2),
  });
}
