import * as tf from '@tensorflow/tfjs-core';
import {
  cos,
  sin,
  softplus,
  Expression,
  abs,
  atan,
  exp,
  formula,
  inverseTransform,
  less,
  log,
  log1p,
  where,
} from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { locationScale, noiseDensity } from './locationScale.js';

export interface SoftLaplaceParams extends FamilyOptions {
  /** Mean and median, [batch], in the units of the value. */
  readonly loc: Parameter;
  /** The length over which the tails fall by a factor of e, [batch], > 0, same units. */
  readonly scale: Parameter;
}

const density = noiseDensity('softLaplace', (z) =>
  Expression.of(Math.log(2 / Math.PI)).sub(abs(z).add(softplus(abs(z).mul(-2)))),
);

/** Far on the left the angle is its tangent. */
const logCdf = formula('softLaplace.logCdf', (z: Expression) => {
  const lower = log(atan(exp(z)).mul(2 / Math.PI));
  const left = where(less(z, -300), z.add(Math.log(2 / Math.PI)), lower);
  return where(less(z, 0), left, log1p(atan(exp(z.neg())).mul(-2 / Math.PI)));
});

const inverseCdf = formula('softLaplace.icdf', (q: Expression) => {
  const logTangent = (share: Expression): Expression =>
    log(sin(share.mul(Math.PI / 2))).sub(log(cos(share.mul(Math.PI / 2))));
  return where(less(q, 0.5), logTangent(q), logTangent(Expression.of(1).sub(q)).neg());
});

/**
 * The hyperbolic secant distribution on the real line, a Laplace distribution with a smooth peak:
 * log p(x) = log(2 / pi) - log(exp(z) + exp(-z)) - log(scale) with z = (x - loc) / scale, in nats.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * softLaplace({ loc: 0, scale: 1 }).logProb(tf.scalar(0)).dataSync();   // [-1.14473]
 */
export function softLaplace(params: SoftLaplaceParams): Distribution {
  const { loc, scale, validate } = checkedOptions('softLaplace', params, ['loc', 'scale'], ['validate']);
  return locationScale({
    family: 'softLaplace',
    validate,
    loc,
    scale,
    draw: (key, shape) => inverseTransform(key, shape, quantile),
    density,
    isSymmetric: true,
    mean: () => 0,
    variance: () => Math.PI ** 2 / 4,
    entropy: () => Math.log(2 * Math.PI),
    // The angle whose tangent is exp(z), which cannot overflow as this.
    cdf: (z) => {
      const lower = tf.mul(tf.atan(tf.exp(tf.neg(tf.abs(z)))), 2 / Math.PI);
      return tf.abs(tf.sub(tf.cast(tf.greater(z, 0), 'float32'), lower));
    },
    icdf: inverseCdf,
    logCdf,
    relocated: (newLoc, newScale) => softLaplace({ loc: newLoc, scale: newScale, validate }),
  });
}

function quantile(u: number): number {
  const size = -Math.log(Math.tan((Math.PI / 2) * Math.min(u, 1 - u)));
  return u < 0.5 ? -size : size;
}
