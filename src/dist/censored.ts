import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, broadcastShapes, select } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { greaterThan, real, truncatedSupport } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, Parameter } from './distribution.js';
import { integersOf } from './finiteValues.js';
import type { TruncationParams } from './truncated.js';

/**
 * What is seen of `base` through an instrument that shows no values below `low` or above `high`, but the bound: a draw of the base,
 * brought to the nearer bound. log p(low) = log P(x <= low), log p(high) = log P(x >= high), and between them the log density of the
 * base, in nats; -Infinity outside.
 *
 * The two bounds carry probabilities and the values between them densities: an observation, rather than something to infer. Draws
 * have no gradient.
 *
 * @param base of numbers, with `cdf`; if discrete, of integers, for which plain bounds are to be whole
 * @throws ArgumentError if it has not, or if plain bounds are not in order
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * censored(exponential({ rate: 0.5 }), { high: 2 }).logProb(tf.tensor1d([1, 2])).dataSync();   // [-1.193147, -1]
 */
export function censored(base: Distribution, params: TruncationParams): Distribution {
  const { low = -Infinity, high = Infinity } = checkedOptions('censored', params, [], ['low', 'high']);
  if (!base.closedForms.has('cdf')) {
    throw new ArgumentError({ where: 'censored', expected: 'a distribution with cdf', got: base.family });
  }
  const shapeOf = (x: Parameter): readonly number[] => (typeof x === 'number' ? [] : x.shape);
  const upTo = (x: tf.Tensor): tf.Tensor => tf.minimum(tf.maximum(x, low), high);
  // A value that is shown as `high` may be larger or equal.
  const logAbove = (bound: Parameter): tf.Tensor => base.logSurvival(tf.sub(bound, base.isDiscrete ? 1 : 0));
  const support = truncatedSupport(base.support, low, high);
  return defineFamily({
    family: `censored ${base.family}`,
    validate: base.validate,
    params: { ...(low === -Infinity ? {} : { low }), ...(high === Infinity ? {} : { high }) },
    parameterConstraints: { low: real, high: low === -Infinity ? real : greaterThan(low) },
    parts: [base],
    batchShape: broadcastShapes('censored', { base: base.batchShape, low: shapeOf(low), high: shapeOf(high) }),
    support,
    isDiscrete: base.isDiscrete,
    hasRsample: false,
    draw: (key, shape) => upTo(base.expand(shape).sample(key)),
    logDensity: (value) => {
      const [isLow, isHigh] = [tf.equal(value, low), tf.equal(value, high)];
      const isBetween = tf.logicalAnd(tf.greater(value, low), tf.less(value, high));
      const isInside = tf.logicalAnd(isBetween, base.support.check(value));
      const safe = select(isInside, value, base.support.feasible([...isInside.shape]));
      const between = select(isInside, base.logProb(safe), -Infinity);
      const fromLow = low === -Infinity ? between : select(isLow, base.logCdf(tf.add(low, 0)), between);
      return high === Infinity ? fromLow : select(isHigh, logAbove(high), fromLow);
    },
    cdf: (value) => select(tf.less(value, low), 0, select(tf.less(value, high), base.cdf(value), 1)),
    logCdf: (value) => select(tf.less(value, low), -Infinity, select(tf.less(value, high), base.logCdf(value), 0)),
    logSurvival: (value) =>
      select(tf.less(value, low), 0, select(tf.less(value, high), base.logSurvival(value), -Infinity)),
    ...integersOf(base, support),
    ...(base.closedForms.has('icdf') ? { icdf: (q: tf.Tensor) => upTo(base.icdf(q)) } : {}),
  });
}
