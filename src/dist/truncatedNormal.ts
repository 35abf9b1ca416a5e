import * as tf from '@tensorflow/tfjs-core';
import { select, truncatedNormal as draw, truncatedNormalQuantile } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import type { Constraint } from './constraint.js';
import { extendedReal, greaterThanEq, interval, lessThan, lessThanEq, positive, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { logKernel, logStretchMass, stretchFall, stretchMean, stretchVariance } from './normalStretch.js';
import { placeIn, stretchBetween } from './truncation.js';

export interface TruncatedNormalParams extends FamilyOptions {
  /** Mean and standard deviation before the cut, [batch], `scale` > 0, in the units of the value. */
  readonly loc: Parameter;
  readonly scale: Parameter;
  /** The bounds, [batch], `low` < `high`, same units; values on a bound are inside. Default: -Infinity and Infinity. */
  readonly low?: Parameter;
  readonly high?: Parameter;
}

/**
 * The normal distribution cut to an interval or half line: log p(x) = -z^2 / 2 - log(2 pi) / 2 - log(scale)
 * - log(Phi(b) - Phi(a)) with z, a, b = (x, low, high less loc) / scale, in nats; -Infinity outside. All digits are kept far out in
 * the tails and between close bounds. Draws carry gradients to all four; drawing, and `icdf`, read them from the device.
 *
 * The support has a bijection from the reals if bounds that are infinite are plain numbers.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * truncatedNormal({ loc: 0, scale: 1, low: 100 }).mean().dataSync();   // [100.009995]
 */
export function truncatedNormal(params: TruncatedNormalParams): Distribution {
  checkedOptions('truncatedNormal', params, ['loc', 'scale'], ['low', 'high', 'validate']);
  const { loc, scale, low = -Infinity, high = Infinity, validate } = params;
  const cut = { loc, scale, low, high };
  const isInside = (x: tf.Tensor): tf.Tensor =>
    tf.logicalAnd(tf.less(tf.abs(x), Infinity), tf.logicalAnd(tf.greaterEqual(x, low), tf.lessEqual(x, high)));
  return defineFamily({
    family: 'truncatedNormal',
    validate,
    params: cut,
    parameterConstraints: { loc: real, scale: positive, low: lessThan(high), high: extendedReal },
    support: supportBetween(low, high),
    hasRsample: true,
    draw: (key, shape) => draw(key, cut, shape),
    logDensity: (value) => {
      const stretch = stretchBetween(cut);
      const d = placeIn(stretch, cut, select(isInside(value), value, stretch.anchor));
      const inside = tf.sub(logKernel(d, stretch.base), tf.add(logStretchMass(stretch), tf.log(asTensor(scale))));
      return select(isInside(value), inside, -Infinity);
    },
    mean: () => {
      const stretch = stretchBetween(cut);
      return tf.add(stretch.anchor, tf.mul(tf.mul(stretch.sign, scale), stretchMean(stretch)));
    },
    variance: () => tf.mul(tf.mul(stretchVariance(stretchBetween(cut)), scale), scale),
    entropy: () => {
      const stretch = stretchBetween(cut);
      return tf.add(tf.add(stretchFall(stretch), logStretchMass(stretch)), tf.log(asTensor(scale)));
    },
    cdf: (value) => {
      const isBetween = tf.logicalAnd(tf.greater(value, low), tf.less(value, high));
      const below = shareBelow(cut, isBetween, value);
      return select(isBetween, below, tf.cast(tf.greaterEqual(value, high), 'float32'));
    },
    icdf: (q) => truncatedNormalQuantile(q, cut),
  });
}

/** The part of the mass below a value inside; 1 for others. */
function shareBelow(
  cut: Required<Omit<TruncatedNormalParams, 'validate'>>,
  isInside: tf.Tensor,
  value: tf.Tensor,
): tf.Tensor {
  const stretch = stretchBetween(cut);
  const d = placeIn(stretch, cut, select(isInside, value, stretch.anchor));
  const isMirrored = tf.less(stretch.sign, 0);
  const part = {
    base: stretch.base,
    from: select(tf.logicalAnd(isInside, isMirrored), d, stretch.from),
    to: select(tf.logicalAnd(isInside, tf.logicalNot(isMirrored)), d, stretch.to),
  };
  return tf.exp(tf.sub(logStretchMass(part), logStretchMass(stretch)));
}

function supportBetween(low: Parameter, high: Parameter): Constraint {
  if (low === -Infinity) return high === Infinity ? real : lessThanEq(high);
  return high === Infinity ? greaterThanEq(low) : interval(low, high);
}
