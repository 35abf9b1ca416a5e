import * as tf from '@tensorflow/tfjs-core';
import { select, sumRightmost } from '../num/index.js';
import type { Bijector } from './constraint.js';
import type { Distribution, Parameter } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';
import { tailOf } from './tailOf.js';

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

type Elementwise = (at: tf.Tensor) => tf.Tensor;

/** What a monotone map of numbers makes of the distribution function and its inverse; a falling one turns the tails round. */
export function orderedFacts(base: Distribution, bijector: Bijector): Partial<FamilyFacts> {
  const { slopeSign } = bijector;
  if (slopeSign === undefined || base.eventShape.length > 0) return {};
  const turned = (rising: Elementwise, falling: Elementwise, at: tf.Tensor): tf.Tensor => {
    const sign = slopeSign();
    if (typeof sign === 'number') return sign > 0 ? rising(at) : falling(at);
    return select(tf.greater(sign, 0), rising(at), falling(at));
  };
  const { closedForms, cdf, icdf, logCdf, logSurvival } = base;
  const { survival, inverseSurvival } = tailOf(base);
  const share = (rising: Elementwise, falling: Elementwise, above: number, below: number): Elementwise => {
    return (y) => betweenEnds(bijector, y, { above, below }, (at) => turned(rising, falling, bijector.inverse(at)));
  };
  const place = (rising: Elementwise, falling: Elementwise): Elementwise => {
    return (q) => {
      const x = turned(rising, falling, q);
      return betweenInfinities(bijector, x, bijector.forward(x), slopeSign());
    };
  };
  return {
    ...(closedForms.has('cdf') ? { cdf: share(cdf, survival, 1, 0) } : {}),
    ...(closedForms.has('cdf')
      ? { logCdf: share(logCdf, logSurvival, 0, -Infinity), logSurvival: share(logSurvival, logCdf, -Infinity, 0) }
      : {}),
    ...(closedForms.has('icdf') ? { icdf: place(icdf, inverseSurvival) } : {}),
    ...(base.survival === undefined
      ? {}
      : { survival: share(survival, cdf, 0, 1), inverseSurvival: place(inverseSurvival, icdf) }),
  };
}

/** `above` above the codomain, `below` below it, and what `inside` says on it. */
function betweenEnds(
  { codomain }: Bijector,
  y: tf.Tensor,
  { above, below }: Readonly<Record<'above' | 'below', number>>,
  inside: Elementwise,
): tf.Tensor {
  if (codomain === undefined) return inside(y);
  const isInside = codomain.check(y);
  const within = codomain.feasible(isInside.shape);
  const beyond = select(tf.less(y, within), below, select(tf.greater(y, within), above, NaN));
  return select(isInside, inside(select(isInside, y, within)), beyond);
}

/** `y`, but the very end of the codomain where x is infinite: `forward` keeps its images finite. */
function betweenInfinities({ codomain }: Bijector, x: tf.Tensor, y: tf.Tensor, slopeSign: Parameter): tf.Tensor {
  const ends = codomain?.ends?.(y.shape) ?? [];
  if (ends.length === 0) return y;
  const [least, most] = [ends.reduce((a, b) => tf.minimum(a, b)), ends.reduce((a, b) => tf.maximum(a, b))];
  const end = select(tf.greater(tf.mul(x, slopeSign), 0), most, least);
  return select(tf.less(tf.abs(x), Infinity), y, end);
}
