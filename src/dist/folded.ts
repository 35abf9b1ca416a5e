import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, logSumExp, select } from '../num/index.js';
import type { Constraint } from './constraint.js';
import { nonnegative } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import { cutOf } from './distributionCut.js';
import type { FamilyFacts } from './familyFacts.js';
import type { Distribution } from './distribution.js';

/**
 * The distribution of |x|, where x is distributed as `base`: log p(y) = log(p(y) + p(-y)) for y >= 0, in nats.
 *
 * @param base continuous, of numbers
 * @throws ArgumentError if it is not
 * @example
 * folded(normal({ loc: 0, scale: 1 })).logProb(tf.scalar(0)).dataSync();   // [-0.225791]
 */
export function folded(base: Distribution): Distribution {
  if (base.isDiscrete || base.eventShape.length > 0) {
    const got = base.isDiscrete ? `${base.family}, which is discrete` : `${base.family}, of arrays`;
    throw new ArgumentError({ where: 'folded', expected: 'a continuous distribution of numbers', got });
  }
  const mirrored = (y: tf.Tensor): tf.Tensor => tf.stack([base.logProb(y), base.logProb(tf.neg(y))]);
  return defineFamily({
    family: `folded ${base.family}`,
    validate: base.validate,
    params: {},
    parameterConstraints: {},
    parts: [base],
    batchShape: base.batchShape,
    support: foldedSupport(base.support),
    hasRsample: base.hasRsample,
    draw: (key, shape) => {
      const whole = base.expand(shape);
      return tf.abs(base.hasRsample ? whole.rsample(key) : whole.sample(key));
    },
    logDensity: (value) => {
      const isInside = nonnegative.check(value);
      return select(isInside, logSumExp(mirrored(select(isInside, value, 1)), 0), -Infinity);
    },
    ...(base.closedForms.has('cdf') ? shares(base) : {}),
  });
}

/** The share between -y and y, counted from the side that keeps the digits, and the two tails beyond. */
function shares(base: Distribution): Required<Pick<FamilyFacts, 'cdf' | 'logCdf' | 'logSurvival'>> {
  const logCdf = (value: tf.Tensor): tf.Tensor => {
    const isAbove = tf.greater(value, 0);
    const size = select(isAbove, value, 1);
    return select(isAbove, cutOf(base, tf.neg(size), size).logMass(), -Infinity);
  };
  return {
    cdf: (value) => tf.exp(logCdf(value)),
    logCdf,
    logSurvival: (value) => {
      const size = tf.relu(value);
      return logSumExp(tf.stack([base.logSurvival(size), base.logCdf(tf.neg(size))]), 0);
    },
  };
}

/** The numbers >= 0 of which one sign is in the set. */
function foldedSupport(set: Constraint): Constraint {
  if (set.kind === 'real' || set.kind === 'nonnegative') return nonnegative;
  const { contains: _contains, image: _image, list: _list, ends, ...rest } = set;
  return {
    ...rest,
    name: `folded(${set.name})`,
    kind: 'folded',
    args: [set],
    expected: `the size of ${set.expected}`,
    ...(ends === undefined ? {} : { ends: (shape) => tf.tidy(() => foldedEnds(ends(shape))) }),
    check: (value) =>
      tf.tidy(() => {
        const isThere = tf.logicalOr(set.check(value), set.check(tf.neg(value)));
        return tf.logicalAnd(isThere, tf.greaterEqual(value, 0));
      }),
    feasible: (shape) => tf.tidy(() => tf.abs(set.feasible(shape))),
  };
}

/** The sizes of the ends, and of the number between them that is nearest to 0. */
function foldedEnds(ends: readonly tf.Tensor[]): tf.Tensor[] {
  const [low, high] = [ends.reduce((a, b) => tf.minimum(a, b)), ends.reduce((a, b) => tf.maximum(a, b))];
  return [...ends, tf.minimum(tf.maximum(0, low), high)].map((end) => tf.abs(end));
}
