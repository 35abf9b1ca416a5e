import * as tf from '@tensorflow/tfjs-core';
import { gumbel, logSumExp, select, stopGradient } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { logProbsOf, numCategories } from './categorical.js';
import { checkedOptions } from './checkedOptions.js';
import { independent, positive, real, simplex } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { givenOne, oneOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

/** The smallest normal float32: draws keep off 0. */
const TINY = 2 ** -126;
const LOG_TINY = Math.log(TINY);

export type RelaxedOneHotCategoricalParams = ProbsOrLogits<tf.Tensor> &
  FamilyOptions & {
    /** t, [batch], > 0; towards 0 the draws approach one-hot vectors. */
    readonly temperature: Parameter;
  };

/**
 * The relaxed categorical distribution on the simplex of K, also called concrete or Gumbel-softmax: that of softmax((l + Gumbel
 * noise) / t). log p(x) = log (K - 1)! + (K - 1) log t + sum (l - (t + 1) log x) - K log sum exp(l - t log x), in nats; -Infinity
 * where an entry is 0 or less. The entry l is the largest with the probability softmax(l).
 *
 * @param params.probs [...batch, K], divided by the sum of each row; kept at least 2^-126 away from 0, so that draws are finite
 * @param params.logits l, [...batch, K], finite, instead of `probs`, up to a constant
 * @throws ArgumentError unless exactly one of the two is given, or if a plain number is out of range
 * @throws ShapeError if the shapes do not broadcast
 * @see Maddison, Mnih and Teh 2017, "The concrete distribution", equation (10)
 * @example
 * const logits = tf.tensor1d([0, 1, -1]);
 * relaxedOneHotCategorical({ temperature: 0.5, logits }).logProb(tf.tensor1d([0.2, 0.5, 0.3])).dataSync();   // [-1.162805]
 */
export function relaxedOneHotCategorical(params: RelaxedOneHotCategoricalParams): Distribution {
  checkedOptions('relaxedOneHotCategorical', params, ['temperature'], ['probs', 'logits', 'validate']);
  const given = oneOf<tf.Tensor>('relaxedOneHotCategorical', params);
  const size = numCategories(given);
  // Draws are to stay finite: what never comes has the smallest probability.
  const logits = (): tf.Tensor => tf.maximum(logProbsOf(given), LOG_TINY);
  const temperature = (): tf.Tensor => tf.expandDims(asTensor(params.temperature), -1);
  return defineFamily({
    family: 'relaxedOneHotCategorical',
    validate: params.validate,
    params: { temperature: params.temperature, ...givenOne(given) },
    parameterConstraints: { temperature: positive, probs: simplex, logits: independent(real, 1) },
    eventShape: [size],
    support: simplex,
    hasRsample: true,
    draw: (key, shape) => {
      const noisy = tf.add(logits(), gumbel(key, [...shape, size]));
      // Measured from the largest, so that a low temperature gives no infinite differences of infinities.
      const centred = tf.sub(noisy, stopGradient(tf.max(noisy, -1, true)));
      return tf.maximum(tf.softmax(tf.div(centred, temperature())), TINY);
    },
    logDensity: (value) => {
      const isInside = tf.greater(value, 0);
      const logs = tf.log(select(isInside, value, 1));
      const scores = tf.sub(logits(), tf.mul(temperature(), logs));
      const rest = tf.sub(tf.sum(tf.sub(scores, logs), -1), tf.mul(logSumExp(scores, -1), size));
      const logScale = tf.mul(tf.log(asTensor(params.temperature)), size - 1);
      return select(tf.all(isInside, -1), tf.add(tf.add(logScale, logFactorial(size - 1)), rest), -Infinity);
    },
  });
}

function logFactorial(n: number): number {
  return Array.from({ length: n }, (_, i) => Math.log(i + 1)).reduce((sum, log) => sum + log, 0);
}
