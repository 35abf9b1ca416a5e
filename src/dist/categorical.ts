import * as tf from '@tensorflow/tfjs-core';
import { categorical as drawIndex } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { choiceFacts } from './choiceFacts.js';
import type { Constraint } from './constraint.js';
import { independent, lessThan, simplex } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions } from './distribution.js';
import { clampedProbs, givenOne, oneOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

export type CategoricalParams = ProbsOrLogits<tf.Tensor> & FamilyOptions;

/** The sets of the two parameters of a choice among K. */
export const choiceConstraints: Readonly<Record<'probs' | 'logits', Constraint>> = {
  probs: simplex,
  logits: independent(lessThan(Infinity), 1),
};

/**
 * The categorical distribution on 0, …, K - 1, as int32: log p(k) = log probs[k] = logits[k] - log sum exp(logits), in nats.
 *
 * @param params.probs [...batch, K], each row with sum 1; kept at least 2^-23 away from 0 and 1 before logs are taken
 * @param params.logits [...batch, K] instead of `probs`, up to a constant; -Infinity means exactly never
 * @throws ArgumentError unless exactly one of the two is given
 * @example
 * categorical({ logits: tf.tensor1d([0, 0, -Infinity]) }).logProb(tf.tensor1d([0, 2])).dataSync();   // [-0.693147, -Infinity]
 */
export function categorical(params: CategoricalParams): Distribution {
  checkedOptions('categorical', params, [], ['probs', 'logits', 'validate']);
  const given = oneOf<tf.Tensor>('categorical', params);
  const logProbs = (): tf.Tensor => logProbsOf(given);
  return defineFamily({
    family: 'categorical',
    validate: params.validate,
    params: givenOne(given),
    parameterConstraints: choiceConstraints,
    draw: (key, shape) => drawIndex(key, unboundedLogits(given), shape),
    ...choiceFacts({ size: numCategories(given), probs: () => probsOf(given), logProbs }),
  });
}

/** K. */
export function numCategories({ probs, logits }: ProbsOrLogits<tf.Tensor>): number {
  const { shape } = probs ?? logits;
  return shape[shape.length - 1] ?? 1;
}

/** Normalised log probabilities [...batch, K]; clamped if probabilities were given. */
export function logProbsOf({ probs, logits }: ProbsOrLogits<tf.Tensor>): tf.Tensor {
  return probs === undefined ? tf.logSoftmax(logits) : tf.log(clampedProbs(probs));
}

export function probsOf({ probs, logits }: ProbsOrLogits<tf.Tensor>): tf.Tensor {
  return probs ?? tf.softmax(logits);
}

/** Log probabilities up to a constant [...batch, K], in which a probability of 0 is -Infinity: what draws are made from. */
export function unboundedLogits({ probs, logits }: ProbsOrLogits<tf.Tensor>): tf.Tensor {
  return logits ?? tf.log(probs);
}
