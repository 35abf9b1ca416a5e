import * as tf from '@tensorflow/tfjs-core';
import { log1p, logUnitIntegral, select, uniform, unitMean, unitVariance } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { real, unitInterval } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { logitsOfProbs, oneOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';
import { whereInside } from './whereInside.js';

export type ContinuousBernoulliParams = ProbsOrLogits<Parameter> & FamilyOptions;

/**
 * The continuous Bernoulli distribution on the numbers from 0 to 1: the density proportional to p^x (1 - p)^(1 - x), which is
 * log p(x) = x l - log((exp(l) - 1) / l) with l = log(p / (1 - p)), in nats; -Infinity outside. A likelihood for grey pixels.
 *
 * @param params.probs p, [batch], from 0 to 1, which is not the mean; kept at least 2^-23 away from both ends, at which there would be no density
 * @param params.logits l, [batch], finite, instead of `probs`
 * @throws ArgumentError unless exactly one of the two is given, or if a plain number is out of range
 * @see Loaiza-Ganem and Cunningham 2019, "The continuous Bernoulli: fixing a pervasive error in variational autoencoders"
 * @example
 * continuousBernoulli({ logits: 1 }).logProb(tf.tensor1d([0, 1])).dataSync();   // [-0.541325, 0.458675]
 */
export function continuousBernoulli(params: ContinuousBernoulliParams): Distribution {
  checkedOptions('continuousBernoulli', params, [], ['probs', 'logits', 'validate']);
  const given = oneOf<Parameter>('continuousBernoulli', params);
  const logits = (): tf.Tensor => asTensor(given.probs === undefined ? given.logits : logitsOfProbs(given.probs));
  return defineFamily({
    family: 'continuousBernoulli',
    validate: params.validate,
    params: given.probs === undefined ? { logits: given.logits } : { probs: given.probs },
    parameterConstraints: { probs: unitInterval, logits: real },
    support: unitInterval,
    hasRsample: true,
    draw: (key, shape) => quantile(uniform(key, shape), logits()),
    logDensity: (value) =>
      whereInside(unitInterval.check(value), value, 0.5, (x) => {
        const { isRising, falling } = mirrored(logits());
        return tf.sub(tf.mul(select(isRising, tf.sub(1, x), x), falling), logUnitIntegral(falling));
      }),
    mean: () => unitMean(logits()),
    variance: () => unitVariance(logits()),
    cdf: (value) => {
      const inside = tf.logicalAnd(tf.greater(value, 0), tf.less(value, 1));
      const part = whereInside(inside, value, 0.5, (x) => partBelow(x, logits()), 0);
      return tf.add(part, tf.cast(tf.greaterEqual(value, 1), 'float32'));
    },
    survival: (value) => {
      const inside = tf.logicalAnd(tf.greater(value, 0), tf.less(value, 1));
      const part = whereInside(inside, value, 0.5, (x) => partBelow(tf.sub(1, x), tf.neg(logits())), 0);
      return tf.add(part, tf.cast(tf.lessEqual(value, 0), 'float32'));
    },
    inverseSurvival: (q) => tf.sub(1, quantile(q, tf.neg(logits()))),
    icdf: (q) => quantile(q, logits()),
    entropy: () => {
      const { falling } = mirrored(logits());
      return tf.sub(logUnitIntegral(falling), tf.mul(falling, unitMean(falling)));
    },
  });
}

/** The logits of x, or where the density rises those of 1 - x: its terms then stay as small as their sum. */
function mirrored(logits: tf.Tensor): Record<'isRising' | 'falling', tf.Tensor> {
  const isRising = tf.greater(logits, 0);
  return { isRising, falling: select(isRising, tf.neg(logits), logits) };
}

/**
 * (exp(l x) - 1) / (exp(l) - 1), with U the integral of exp(s u) over u from 0 to 1 at s = -|l|: x U(s x) / U(s), times
 * exp(-l (1 - x)) if l > 0.
 */
function partBelow(x: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  const falling = tf.neg(tf.abs(logits));
  const logPart = tf.sub(logUnitIntegral(tf.mul(falling, x)), logUnitIntegral(falling));
  return tf.mul(x, tf.exp(tf.sub(logPart, tf.mul(tf.relu(logits), tf.sub(1, x)))));
}

const LEAST = 2 ** -126;

/** Above these logits exp(l) comes near the end of float32. */
const STEEP = 80;

/**
 * log(1 + u (exp(l) - 1)) / l, the value below which a part u of the mass lies. For steep l > 0 it is 1 + log(u + (1 - u) exp(-l))
 * / l, in which nothing overflows; near l = 0, where both sides vanish, u + u (1 - u) l / 2.
 */
function quantile(u: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  const isNear = tf.less(tf.abs(logits), 1e-3);
  const isSteep = tf.greater(logits, STEEP);
  const rest = tf.sub(1, u);
  const near = tf.add(u, tf.mul(tf.mul(tf.mul(u, rest), logits), 0.5));
  const ordinary = select(tf.logicalOr(isNear, isSteep), 1, logits);
  const change = tf.mul(u, tf.expm1(ordinary));
  // Of most of the mass the sum is that of two small numbers, of which 1 - u is exact.
  const isDeep = tf.less(change, -0.5);
  const sum = tf.add(rest, tf.mul(u, tf.exp(tf.minimum(ordinary, 0))));
  const logSum = select(isDeep, tf.log(select(isDeep, tf.maximum(sum, LEAST), 1)), log1p(select(isDeep, 0, change)));
  const far = tf.div(logSum, ordinary);
  const rising = select(isSteep, logits, STEEP);
  const isPositive = tf.greater(u, 0);
  const above = tf.add(select(isPositive, u, 1), tf.mul(rest, tf.exp(tf.neg(rising))));
  const steep = select(isPositive, tf.add(tf.div(tf.log(above), rising), 1), 0);
  return tf.clipByValue(select(isNear, near, select(isSteep, steep, far)), 0, 1);
}
