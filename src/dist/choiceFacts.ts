import * as tf from '@tensorflow/tfjs-core';
import { select } from '../num/index.js';
import { integerInterval } from './constraints/index.js';
import type { FamilyFacts } from './familyFacts.js';
import { indexMask } from './indexMask.js';

/** The probabilities of a choice among K, [...batch, K], and their logarithms. */
export interface Choice {
  readonly size: number;
  readonly probs: () => tf.Tensor;
  readonly logProbs: () => tf.Tensor;
}

type ChoiceFacts = Pick<
  FamilyFacts,
  'support' | 'hasRsample' | 'logDensity' | 'mean' | 'variance' | 'entropy' | 'cdf' | 'icdf'
> & { readonly values: () => tf.Tensor };

/** What all families on 0, …, K - 1 share, whatever their probabilities are made of. */
export function choiceFacts({ size, probs, logProbs }: Choice): ChoiceFacts {
  const index = (): tf.Tensor => tf.range(0, size);
  const average = (x: tf.Tensor): tf.Tensor => tf.sum(tf.mul(probs(), x), -1);
  return {
    support: integerInterval(0, size - 1),
    hasRsample: false,
    // A comparison and a sum, not gather: its gradient is missing on wasm, and it cannot broadcast values against the batch.
    logDensity: (value) => tf.sum(select(indexMask(value, size), logProbs(), 0), -1),
    values: () => tf.range(0, size, 1, 'int32'),
    mean: () => average(index()),
    variance: () => average(tf.square(tf.sub(index(), tf.expandDims(average(index()), -1)))),
    entropy: () => choiceEntropy(probs(), logProbs()),
    ...tableFunctions(size, probs),
  };
}

/** The distribution function of a number from 0 to `size` - 1 and its inverse, from its probabilities [...batch, size]. */
export function tableFunctions(size: number, probs: () => tf.Tensor): Required<Pick<FamilyFacts, 'cdf' | 'icdf'>> {
  return {
    cdf: (value) => {
      const place = tf.floor(tf.cast(value, 'float32'));
      const below = tf.sum(select(indexMask(place, size), tf.cumsum(probs(), -1), 0), -1);
      // The sum of all is 1 but for rounding.
      return select(tf.greaterEqual(place, size - 1), 1, tf.minimum(below, 1));
    },
    icdf: (q) => {
      const isBelow = tf.less(tf.cumsum(probs(), -1), tf.expandDims(q, -1));
      return tf.minimum(tf.sum(tf.cast(isBelow, 'float32'), -1), size - 1);
    },
  };
}

/** -sum p log p in nats, [...batch]; categories that never come add 0. */
export function choiceEntropy(probs: tf.Tensor, logProbs: tf.Tensor): tf.Tensor {
  const isPossible = tf.greater(logProbs, -Infinity);
  return tf.neg(tf.sum(tf.mul(probs, select(isPossible, logProbs, 0)), -1));
}
