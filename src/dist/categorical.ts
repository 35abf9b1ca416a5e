import * as tf from '@tensorflow/tfjs-core';
import { exp, log, type Expression, formula, categorical as drawIndex } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { choiceFacts } from './choiceFacts.js';
import type { Constraint } from './constraint.js';
import { independent, lessThan, simplex } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { givenOne, oneOf } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

export type CategoricalParams = ProbsOrLogits<tf.Tensor> & FamilyOptions;

/** The sets of the two parameters of a choice among K. */
export const choiceConstraints: Readonly<Record<'probs' | 'logits', Constraint>> = {
  probs: simplex,
  logits: independent(lessThan(Infinity), 1),
};

/**
 * A formula of the normalised log probability of each category, which is given by a probability or by a logit, each up to a constant of the row.
 *
 * @param build gets it, the probability, and behind them the other arguments
 */
export function choiceFormula(
  family: string,
  build: (logProb: Expression, prob: Expression, ...rest: Expression[]) => Expression,
): (given: ProbsOrLogits<tf.Tensor>, ...rest: Parameter[]) => tf.Tensor {
  const numArguments = Math.max(build.length - 2, 0);
  const ofLogProbs = formula(
    family,
    (logProb: Expression, ...rest: Expression[]) => build(logProb, exp(logProb), ...rest),
    1 + numArguments,
  );
  const ofProbs = formula(
    family,
    (prob: Expression, sum: Expression, ...rest: Expression[]) =>
      build(log(prob).sub(log(sum)), prob.div(sum), ...rest),
    2 + numArguments,
  );
  return ({ probs, logits }, ...rest) =>
    probs === undefined ? ofLogProbs(tf.logSoftmax(logits), ...rest) : ofProbs(probs, tf.sum(probs, -1, true), ...rest);
}

/**
 * The categorical distribution on 0, …, K - 1, as int32: log p(k) = log probs[k] = logits[k] - log sum exp(logits), in nats.
 *
 * @param params.probs [...batch, K], divided by the sum of each row; 0 means exactly never
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

/** Normalised log probabilities [...batch, K]; those of 0 are -Infinity. */
export const logProbsOf = choiceFormula('categorical', (logProb) => logProb);

/** Normalised probabilities, [...batch, K]. */
export function probsOf({ probs, logits }: ProbsOrLogits<tf.Tensor>): tf.Tensor {
  return probs === undefined ? tf.softmax(logits) : tf.div(probs, tf.sum(probs, -1, true));
}

/** Log probabilities up to a constant [...batch, K], in which a probability of 0 is -Infinity: what draws are made from. */
export function unboundedLogits({ probs, logits }: ProbsOrLogits<tf.Tensor>): tf.Tensor {
  return logits ?? tf.log(probs);
}
