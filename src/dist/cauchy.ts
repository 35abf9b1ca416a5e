import * as tf from '@tensorflow/tfjs-core';
import { abs, atan, Expression, formula, less, log, log1p, inverseTransform, select, where } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { locationScale, noiseDensity } from './locationScale.js';
import { sideOf, smallerShare } from './smallerShare.js';

export interface CauchyParams extends FamilyOptions {
  /** The median, [batch], in the units of the value. */
  readonly loc: Parameter;
  /** Half of the distance between the quartiles, [batch], > 0, same units. */
  readonly scale: Parameter;
}

const density = noiseDensity('cauchy', (z) => log1p(z.square()).neg().sub(Math.log(Math.PI)));

const logCdf = formula('cauchy.logCdf', (z: Expression) => {
  const tail = atan(Expression.of(1).div(abs(z))).div(Math.PI);
  const outer = where(less(z, 0), log(tail), log1p(tail.neg()));
  return where(less(abs(z), 1), log(atan(z).div(Math.PI).add(0.5)), outer);
});

/**
 * The Cauchy distribution on the real line: log p(x) = -log(1 + z^2) - log(pi scale) with z = (x - loc) / scale, in nats. It has
 * no mean and no variance: both are NaN.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * cauchy({ loc: 0, scale: 2 }).logProb(tf.scalar(2)).dataSync();   // [-2.531024]
 */
export function cauchy(params: CauchyParams): Distribution {
  const { loc, scale, validate } = checkedOptions('cauchy', params, ['loc', 'scale'], ['validate']);
  return locationScale({
    family: 'cauchy',
    validate,
    loc,
    scale,
    isHeavy: true,
    draw: (key, shape) =>
      inverseTransform(key, shape, (u) => (u < 0.5 ? -1 : 1) / Math.tan(Math.PI * Math.min(u, 1 - u))),
    density,
    isSymmetric: true,
    mean: () => NaN,
    variance: () => NaN,
    entropy: () => Math.log(4 * Math.PI),
    cdf: (z) => tf.div(tf.atan2(tf.onesLike(z), tf.neg(z)), Math.PI),
    icdf: quantile,
    logCdf,
    relocated: (newLoc, newScale) => cauchy({ loc: newLoc, scale: newScale, validate }),
  });
}

/** tan(pi (q - 1/2)), which in the tails is one over the tangent of pi times the share beyond. */
function quantile(q: tf.Tensor): tf.Tensor {
  const isTail = tf.less(smallerShare(q), 0.25);
  const angle = tf.mul(select(isTail, smallerShare(q), tf.sub(q, 0.5)), Math.PI);
  const tangent = tf.tan(angle);
  return select(isTail, tf.div(sideOf(q), select(isTail, tangent, 1)), tangent);
}
