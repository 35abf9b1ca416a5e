import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, type Key, type Shape } from '../num/index.js';
import type { Distribution } from './distribution.js';

/** The normalised log probabilities of a choice, [...batch, K], from all its values. */
export function logWeights(mixing: Distribution): tf.Tensor {
  const values = mixing.enumerateSupport(false);
  const logProbs = mixing.logProb(values);
  const dims = Array.from({ length: logProbs.rank - 1 }, (_, i) => i + 1);
  return tf.transpose(logProbs, [...dims, 0]);
}

/** K. @throws ArgumentError unless `mixing` is a choice of one number among finitely many */
export function numChoices(where: string, mixing: Distribution): number {
  if (mixing.hasEnumerateSupport && mixing.eventShape.length === 0) {
    const shape: Shape = tf.tidy(() => [...mixing.enumerateSupport(false).shape]);
    return shape[0] ?? 1;
  }
  const expected = 'for mixing a distribution of one number with a finite support';
  throw new ArgumentError({ where, expected, got: mixing.family, hint: 'categorical' });
}

/** Which of the K choices was drawn: boolean [...shape, K], by a mixing distribution over the batch that `shape` ends in. */
export function drawnChoice(mixing: Distribution, key: Key, shape: Shape): tf.Tensor {
  const values = tf.reshape(mixing.enumerateSupport(false), [-1]);
  return tf.equal(tf.expandDims(mixing.expand(shape).sample(key), -1), values);
}
