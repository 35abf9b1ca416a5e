import * as tf from '@tensorflow/tfjs-core';
import { softplus, abs, inverseTransform, logit } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { locationScale, noiseDensity } from './locationScale.js';

export interface LogisticParams extends FamilyOptions {
  /** Mean and median, [batch], in the units of the value. */
  readonly loc: Parameter;
  /** [batch], > 0, same units; the standard deviation is pi / sqrt(3) times it. */
  readonly scale: Parameter;
}

/** exp(-|z|) / (1 + exp(-|z|))^2. */
const density = noiseDensity('logistic', (z) =>
  abs(z)
    .add(softplus(abs(z).neg()).mul(2))
    .neg(),
);

/**
 * The logistic distribution on the real line, whose distribution function is the sigmoid of z = (x - loc) / scale:
 * log p(x) = -2 log(exp(z / 2) + exp(-z / 2)) - log(scale), in nats.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * logistic({ loc: 1, scale: 2 }).logProb(tf.scalar(1)).dataSync();   // [-2.079442]
 */
export function logistic(params: LogisticParams): Distribution {
  const { loc, scale, validate } = checkedOptions('logistic', params, ['loc', 'scale'], ['validate']);
  return locationScale({
    family: 'logistic',
    validate,
    loc,
    scale,
    draw: (key, shape) => inverseTransform(key, shape, (u) => Math.log(u) - Math.log1p(-u)),
    density,
    isSymmetric: true,
    mean: () => 0,
    variance: () => Math.PI ** 2 / 3,
    entropy: () => 2,
    cdf: tf.sigmoid,
    icdf: logit,
    logCdf: (z) => tf.neg(softplus(tf.neg(z))),
    relocated: (newLoc, newScale) => logistic({ loc: newLoc, scale: newScale, validate }),
  });
}
