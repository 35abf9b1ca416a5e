import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, broadcastShapes, select, uniform as standardUniform } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { greaterThan, real, truncatedSupport } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import { cutOf } from './distributionCut.js';
import type { Distribution, Parameter } from './distribution.js';
import { integersOf } from './finiteValues.js';

export interface TruncationParams {
  /** The bounds, [batch], `low` < `high`, in the units of the value; values on a bound are inside. Default: no bound. */
  readonly low?: Parameter;
  readonly high?: Parameter;
}

/**
 * `base` between two bounds: log p(x) = log p_base(x) - log(F(high) - F(low)) inside, -Infinity outside, in nats. Draws come by the
 * inverse of the distribution function, with gradients by all parameters where the base has them.
 *
 * The mass between the bounds is a difference of two probabilities by their logs: of those below, or where `low` lies above the median,
 * of those above. It is right however far in a tail, with as many digits as the base's `logCdf` and `logSurvival`; between close bounds
 * digits cancel, where `truncatedNormal` is exact. Drawing, and `icdf`, read the bounds' shares from the device.
 *
 * Integers between bounds that are the same all over the batch can be enumerated, which reads bounds from the device.
 *
 * @param base of numbers, with `cdf` and `icdf`; if discrete, of integers
 * @throws ArgumentError if it has not, or if plain bounds are not in order
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * truncated(exponential({ rate: 1 }), { high: 1 }).logProb(tf.scalar(0.5)).dataSync();   // [-0.041325]
 */
export function truncated(base: Distribution, params: TruncationParams): Distribution {
  const { low = -Infinity, high = Infinity } = checkedOptions('truncated', params, [], ['low', 'high']);
  check(base);
  const given = { ...(low === -Infinity ? {} : { low }), ...(high === Infinity ? {} : { high }) };
  const shapeOf = (x: Parameter): readonly number[] => (typeof x === 'number' ? [] : x.shape);
  const batchShape = broadcastShapes('truncated', { base: base.batchShape, low: shapeOf(low), high: shapeOf(high) });
  const support = truncatedSupport(base.support, low, high);
  const cut = cutOf(base, low, high);
  return defineFamily({
    family: `truncated ${base.family}`,
    validate: base.validate,
    params: given,
    parameterConstraints: { low: real, high: low === -Infinity ? real : greaterThan(low) },
    parts: [base],
    batchShape,
    support,
    isDiscrete: base.isDiscrete,
    hasRsample: base.hasRsample && !base.isDiscrete,
    draw: (key, shape) => cut.quantile(standardUniform(key, shape)),
    logDensity: (value) => {
      const isBetween = tf.logicalAnd(tf.greaterEqual(value, low), tf.lessEqual(value, high));
      const isInside = tf.logicalAnd(isBetween, base.support.check(value));
      const safe = select(isInside, value, support.feasible([...isInside.shape]));
      return select(isInside, tf.sub(base.logProb(safe), cut.logMass()), -Infinity);
    },
    cdf: (value) => tf.exp(cut.logBelow(value)),
    survival: (value) => tf.exp(cut.logAbove(value)),
    inverseSurvival: (q) => cut.quantile(tf.sub(1, q)),
    logCdf: cut.logBelow,
    logSurvival: cut.logAbove,
    icdf: cut.quantile,
    ...integersOf(base, support),
  });
}

function check(base: Distribution): void {
  if (base.closedForms.has('cdf') && base.closedForms.has('icdf')) return;
  throw new ArgumentError({ where: 'truncated', expected: 'a distribution with cdf and icdf', got: base.family });
}
