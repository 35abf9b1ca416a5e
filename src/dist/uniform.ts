import * as tf from '@tensorflow/tfjs-core';
import { type Expression, formula, between, log, where, uniform as standardUniform } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { greaterThan, interval, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

export interface UniformParams extends FamilyOptions {
  /** The bounds, [batch], `low` < `high`, in the units of the value; values on a bound are inside. */
  readonly low: Parameter;
  readonly high: Parameter;
}

const density = formula('uniform', (x: Expression, low: Expression, high: Expression) =>
  where(between(x, low, high), log(high.sub(low)).neg(), -Infinity),
);

/**
 * The uniform distribution on an interval: log p(x) = -log(high - low) inside, -Infinity outside, in nats.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 */
export function uniform(params: UniformParams): Distribution {
  const { low, high, validate } = checkedOptions('uniform', params, ['low', 'high'], ['validate']);
  const support = interval(low, high);
  const width = (): tf.Tensor => tf.sub(high, low);
  const quantile = (q: tf.Tensor): tf.Tensor => tf.minimum(tf.add(low, tf.mul(width(), q)), high);
  return defineFamily({
    family: 'uniform',
    validate,
    params: { low, high },
    parameterConstraints: { low: real, high: greaterThan(low) },
    support,
    hasRsample: true,
    draw: (key, shape) => quantile(standardUniform(key, shape)),
    logDensity: (value) => density(value, low, high),
    mean: () => tf.add(tf.mul(low, 0.5), tf.mul(high, 0.5)),
    variance: () => tf.div(tf.square(width()), 12),
    entropy: () => tf.log(width()),
    cdf: (value) => tf.clipByValue(tf.div(tf.sub(value, low), width()), 0, 1),
    icdf: quantile,
    survival: (value) => tf.clipByValue(tf.div(tf.sub(high, value), width()), 0, 1),
    inverseSurvival: (q) => tf.maximum(tf.sub(high, tf.mul(width(), q)), low),
  });
}
