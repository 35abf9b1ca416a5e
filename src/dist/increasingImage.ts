import * as tf from '@tensorflow/tfjs-core';
import { select } from '../num/index.js';
import type { Distribution } from './distribution.js';
import type { FamilyFacts } from './familyFacts.js';
import { tailOf } from './tailOf.js';
import { whereInside } from './whereInside.js';

/** An increasing map from the reals onto the numbers between `low` and `high`, which are not images; `high` may be infinite. */
export interface IncreasingMap {
  readonly low: number;
  readonly high: number;
  /** Some number between the two. */
  readonly harmless: number;
  readonly forward: (x: tf.Tensor) => tf.Tensor;
  readonly inverse: (y: tf.Tensor) => tf.Tensor;
  /** `forward` without what keeps draws inside: at -Infinity and Infinity it is the ends themselves. */
  readonly toEnds: (x: tf.Tensor) => tf.Tensor;
  /** log d inverse(y) / d y in nats. */
  readonly logInverseSlope: (y: tf.Tensor) => tf.Tensor;
}

/**
 * What an increasing map makes of a distribution on the reals: log p(y) = log p(x) + log dx/dy in nats, and -Infinity outside.
 *
 * @param base a distribution of numbers on the whole line; gradients flow through its draws
 */
export function increasingImage(
  base: () => Distribution,
  { low, high, harmless, forward, inverse, toEnds, logInverseSlope }: IncreasingMap,
): Required<Pick<FamilyFacts, 'draw' | 'logDensity' | 'cdf' | 'icdf'>> & Partial<FamilyFacts> {
  const isInside = (y: tf.Tensor): tf.Tensor => tf.logicalAnd(tf.greater(y, low), tf.less(y, high));
  return {
    draw: (key, shape) => forward(base().expand(shape).rsample(key)),
    logDensity: (value) =>
      whereInside(isInside(value), value, harmless, (y) => tf.add(base().logProb(inverse(y)), logInverseSlope(y))),
    cdf: (value) => {
      const inside = whereInside(isInside(value), value, harmless, (y) => base().cdf(inverse(y)), 0);
      return select(tf.greaterEqual(value, high), 1, inside);
    },
    icdf: (q) => toEnds(base().icdf(q)),
    survival: (value) => {
      const inside = whereInside(isInside(value), value, harmless, (y) => tailOf(base()).survival(inverse(y)), 1);
      return select(tf.greaterEqual(value, high), 0, inside);
    },
    logCdf: (value) => {
      const inside = whereInside(isInside(value), value, harmless, (y) => base().logCdf(inverse(y)));
      return select(tf.greaterEqual(value, high), 0, inside);
    },
    logSurvival: (value) => {
      const inside = whereInside(isInside(value), value, harmless, (y) => base().logSurvival(inverse(y)), 0);
      return select(tf.greaterEqual(value, high), -Infinity, inside);
    },
    inverseSurvival: (q) => toEnds(tailOf(base()).inverseSurvival(q)),
  };
}
