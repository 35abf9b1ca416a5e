import * as tf from '@tensorflow/tfjs-core';
import { logSumExp, select } from '../num/index.js';
import { integerInterval } from './constraints/index.js';
import type { FamilyFacts } from './familyFacts.js';
import { indexMask } from './indexMask.js';

/** The probabilities of a choice among K, [...batch, K], and their logarithms. */
export interface Choice {
  readonly size: number;
  readonly probs: () => tf.Tensor;
  readonly logProbs: () => tf.Tensor;
}

type Shares = 'cdf' | 'icdf' | 'survival' | 'inverseSurvival' | 'logCdf' | 'logSurvival';
type ChoiceFacts = Pick<
  FamilyFacts,
  'support' | 'hasRsample' | 'logDensity' | 'mean' | 'variance' | 'entropy' | Shares
> & { readonly values: () => tf.Tensor };

/** What all families on 0, …, K - 1 share, whatever their probabilities are made of. */
export function choiceFacts({ size, probs, logProbs }: Choice): ChoiceFacts {
  const index = (): tf.Tensor => tf.range(0, size);
  const average = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(probs(), x), -1);
  return {
    support: integerInterval(0, size - 1),
    hasRsample: false,
    // A comparison, not gather: its gradient is missing on wasm. A value that is no index has no probability.
    logDensity: (value) => logSumExp(select(indexMask(value, size), logProbs(), -Infinity), -1),
    values: () => tf.range(0, size, 1, 'int32'),
    mean: () => average(index()),
    variance: () => average(tf.square(tf.sub(index(), tf.expandDims(average(index()), -1)))),
    entropy: () => choiceEntropy(probs(), logProbs()),
    ...tableFunctions(size, probs, logProbs),
  };
}

/** The distribution function of a number from 0 to `size` - 1 and what belongs to it, from its probabilities [...batch, size]. */
export function tableFunctions(
  size: number,
  probs: () => tf.Tensor,
  logProbs: () => tf.Tensor,
): Required<Pick<FamilyFacts, Shares>> {
  const isUpTo = (value: tf.Tensor): tf.Tensor =>
    tf.lessEqual(tf.range(0, size), tf.expandDims(tf.cast(value, 'float32'), -1));
  const isAbove = (value: tf.Tensor): tf.Tensor => tf.logicalNot(isUpTo(value));
  const sumWhere = (mask: tf.Tensor): tf.Tensor => tf.sum(select(mask, probs(), 0), -1);
  const logSumWhere = (mask: tf.Tensor): tf.Tensor => logSumExp(select(mask, logProbs(), -Infinity), -1);
  // The sum of all is 1 but for rounding.
  const atMost = (most: number, share: tf.Tensor, value: tf.Tensor): tf.Tensor =>
    select(tf.greaterEqual(value, size - 1), most, tf.minimum(share, most));
  return {
    cdf: (value) => {
      const below = tf.sum(select(indexMask(tf.floor(tf.cast(value, 'float32')), size), tf.cumsum(probs(), -1), 0), -1);
      return atMost(1, below, value);
    },
    icdf: (q) => {
      const isBelow = tf.less(tf.cumsum(probs(), -1), tf.expandDims(q, -1));
      return tf.minimum(tf.sum(tf.cast(isBelow, 'float32'), -1), size - 1);
    },
    survival: (value) => tf.minimum(sumWhere(isAbove(value)), 1),
    inverseSurvival: (q) => {
      const isMore = tf.greater(tf.cumsum(probs(), -1, true, true), tf.expandDims(q, -1));
      return tf.minimum(tf.sum(tf.cast(isMore, 'float32'), -1), size - 1);
    },
    logCdf: (value) => atMost(0, logSumWhere(isUpTo(value)), value),
    logSurvival: (value) => tf.minimum(logSumWhere(isAbove(value)), 0),
  };
}

/** -sum p log p in nats, [...batch]; categories that never come add 0. */
export function choiceEntropy(probs: tf.Tensor, logProbs: tf.Tensor): tf.Tensor {
  const isPossible = tf.greater(logProbs, -Infinity);
  return tf.neg(tf.sum(tf.mul(probs, select(isPossible, logProbs, 0)), -1));
}
