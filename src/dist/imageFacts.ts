import * as tf from '@tensorflow/tfjs-core';
import { select, sumRightmost } from '../num/index.js';
import type { Bijector } from './bijector.js';
import type { Distribution } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';

/** What a linear map makes of moments; of variances only where it mixes no numbers. */
export function linearFacts(base: Distribution, bijector: Bijector): Partial<FamilyFacts> {
  if (bijector.isLinear !== true) return {};
  const logSlope = (): tf.Tensor => {
    const origin = tf.zeros([...base.batchShape, ...base.eventShape]);
    return bijector.logAbsDetJacobian(origin, bijector.forward(origin));
  };
  const knows = (name: 'mean' | 'variance' | 'entropy'): boolean => base.closedForms.has(name);
  const extra = base.eventShape.length - bijector.domainEventDim;
  return {
    ...(knows('mean') ? { mean: () => bijector.forward(base.mean()) } : {}),
    ...(knows('entropy') ? { entropy: () => tf.add(base.entropy(), sumRightmost(logSlope(), extra)) } : {}),
    ...(knows('variance') && bijector.domainEventDim === 0
      ? { variance: () => tf.square(tf.mul(tf.sqrt(base.variance()), tf.exp(logSlope()))) }
      : {}),
  };
}

/** What a monotone map of numbers makes of the distribution function and its inverse. */
export function orderedFacts(base: Distribution, bijector: Bijector): Partial<FamilyFacts> {
  const { slopeSign } = bijector;
  if (slopeSign === undefined || base.eventShape.length > 0) return {};
  const mirrored = (p: tf.Tensor): tf.Tensor => {
    const sign = slopeSign();
    if (typeof sign === 'number') return sign > 0 ? p : tf.sub(1, p);
    return select(tf.greater(sign, 0), p, tf.sub(1, p));
  };
  const { closedForms } = base;
  return {
    ...(closedForms.has('cdf')
      ? { cdf: (y: tf.Tensor) => betweenEnds(bijector, y, (at) => mirrored(base.cdf(bijector.inverse(at)))) }
      : {}),
    ...(closedForms.has('icdf') ? { icdf: (q: tf.Tensor) => bijector.forward(base.icdf(mirrored(q))) } : {}),
  };
}

/** 0 below the codomain, 1 above it, and what `inside` says on it. */
function betweenEnds({ codomain }: Bijector, y: tf.Tensor, inside: (y: tf.Tensor) => tf.Tensor): tf.Tensor {
  if (codomain === undefined) return inside(y);
  const isInside = codomain.check(y);
  const within = codomain.feasible(isInside.shape);
  const beyond = select(tf.less(y, within), 0, select(tf.greater(y, within), 1, NaN));
  return select(isInside, inside(select(isInside, y, within)), beyond);
}
