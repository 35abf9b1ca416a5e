import * as tf from '@tensorflow/tfjs-core';
import { gumbel, log1p, logit, split } from '../num/index.js';
import type { Key, Shape } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { positive, real, unitInterval } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { logitsOfProbs, oneOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';
import { whereInside } from './whereInside.js';

/** The smallest normal float32, and the largest below 1: draws keep off both ends. */
const [LEAST, MOST] = [2 ** -126, 1 - 2 ** -24];

export type RelaxedBernoulliParams = ProbsOrLogits<Parameter> &
  FamilyOptions & {
    /** t, [batch], > 0; towards 0 the draws approach 0 and 1. */
    readonly temperature: Parameter;
  };

/**
 * The relaxed Bernoulli distribution on the numbers from 0 to 1, also called binary concrete: that of sigmoid((l + logistic
 * noise) / t). log p(x) = log t + d - 2 log(1 + exp(d)) - log x - log(1 - x) with d = l - t log(x / (1 - x)), in nats;
 * -Infinity at 0, at 1 and outside. The part of the mass above 1/2 is p.
 *
 * @param params.probs p, [batch], from 0 to 1; kept at least 2^-23 away from both ends, so that draws are finite
 * @param params.logits l = log(p / (1 - p)), [batch], finite, instead of `probs`
 * @throws ArgumentError unless exactly one of the two is given, or if a plain number is out of range
 * @see Maddison, Mnih and Teh 2017, "The concrete distribution", appendix B
 * @example
 * relaxedBernoulli({ temperature: 0.5, logits: 1 }).logProb(tf.scalar(0.5)).dataSync();   // [-0.933376]
 */
export function relaxedBernoulli(params: RelaxedBernoulliParams): Distribution {
  checkedOptions('relaxedBernoulli', params, ['temperature'], ['probs', 'logits', 'validate']);
  const { temperature } = params;
  const given = oneOf<Parameter>('relaxedBernoulli', params);
  const logits = (): tf.Tensor => asTensor(given.probs === undefined ? given.logits : logitsOfProbs(given.probs));
  const isInside = (x: tf.Tensor): tf.Tensor => tf.logicalAnd(tf.greater(x, 0), tf.less(x, 1));
  /** l - t log(x / (1 - x)), whose logistic distribution is that of the noise. */
  const gap = (x: tf.Tensor): tf.Tensor => tf.sub(logits(), tf.mul(temperature, logit(x)));
  return defineFamily({
    family: 'relaxedBernoulli',
    validate: params.validate,
    params: { temperature, ...(given.probs === undefined ? { logits: given.logits } : { probs: given.probs }) },
    parameterConstraints: { temperature: positive, probs: unitInterval, logits: real },
    support: unitInterval,
    hasRsample: true,
    draw: (key, shape) => {
      const relaxed = tf.sigmoid(tf.div(noisyLogits(key, shape, logits()), temperature));
      return tf.clipByValue(relaxed, LEAST, MOST);
    },
    logDensity: (value) =>
      whereInside(isInside(value), value, 0.5, (x) => {
        const d = gap(x);
        // d - 2 softplus(d) is even in d.
        const noise = tf.neg(tf.add(tf.abs(d), tf.mul(2, log1p(tf.exp(tf.neg(tf.abs(d)))))));
        const jacobian = tf.add(tf.log(x), log1p(tf.neg(x)));
        return tf.add(tf.log(asTensor(temperature)), tf.sub(noise, jacobian));
      }),
    cdf: (value) => {
      const part = whereInside(isInside(value), value, 0.5, (x) => tf.sigmoid(tf.neg(gap(x))), 0);
      return tf.add(part, tf.cast(tf.greaterEqual(value, 1), 'float32'));
    },
    icdf: (q) => tf.sigmoid(tf.div(tf.add(logits(), logit(q)), temperature)),
  });
}

/** Logits and logistic noise: above 0 with the probability that belongs to the logits. */
export function noisyLogits(key: Key, shape: Shape, logits: tf.Tensor): tf.Tensor {
  const [one = key, other = key] = split(key);
  return tf.add(logits, tf.sub(gumbel(one, shape), gumbel(other, shape)));
}
