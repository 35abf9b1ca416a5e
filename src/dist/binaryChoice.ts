import * as tf from '@tensorflow/tfjs-core';
import { type Expression, formula, type Lifted, log, log1p, logOtherShare, logShare, softplus } from '../num/index.js';
import { asTensor } from './asTensor.js';
import type { Parameter } from './distribution.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

/** The chances of a success and of a failure, and their logarithms, each with all its digits. */
export interface BinaryChoice {
  readonly success: tf.Tensor;
  readonly failure: tf.Tensor;
  readonly logSuccess: tf.Tensor;
  readonly logFailure: tf.Tensor;
}

/** The log probabilities of a success and of a failure, from the probability of a success or from its logit. */
export const logChances: Readonly<Record<'probs' | 'logits', (given: Expression) => [Expression, Expression]>> = {
  probs: (probs) => [log(probs), log1p(probs.neg())],
  logits: (logits) => [softplus(logits.neg()).neg(), softplus(logits).neg()],
};

/**
 * A formula of the log probabilities of a success and of a failure, which are given by the probability of a success or by its logit.
 *
 * @param build gets the two and behind them the other arguments
 */
export function binaryFormula(
  family: string,
  build: (logSuccess: Expression, logFailure: Expression, ...rest: Expression[]) => Expression,
): (given: ProbsOrLogits<Parameter>, ...rest: Parameter[]) => tf.Tensor {
  const of = (kind: 'probs' | 'logits'): Lifted<Expression[]> =>
    formula(
      family,
      (given: Expression, ...rest: Expression[]) => build(...logChances[kind](given), ...rest),
      build.length - 1,
    );
  const [ofProbs, ofLogits] = [of('probs'), of('logits')];
  return ({ probs, logits }, ...rest) => (probs === undefined ? ofLogits(logits, ...rest) : ofProbs(probs, ...rest));
}

/** The choice of given probabilities or logits. */
export function binaryChoice({ probs, logits }: ProbsOrLogits<Parameter>): BinaryChoice {
  if (probs === undefined) {
    const [toSuccess, toFailure] = [asTensor(logits), tf.neg(logits)];
    return {
      success: tf.sigmoid(toSuccess),
      failure: tf.sigmoid(toFailure),
      logSuccess: tf.neg(softplus(toFailure)),
      logFailure: tf.neg(softplus(toSuccess)),
    };
  }
  return {
    success: asTensor(probs),
    failure: tf.sub(1, probs),
    logSuccess: logShare(probs),
    logFailure: logOtherShare(probs),
  };
}

/** The probability of success as given, and of failure. */
export function meanOf({ probs, logits }: ProbsOrLogits<Parameter>): tf.Tensor {
  return probs === undefined ? tf.sigmoid(logits) : asTensor(probs);
}

export function failureOf({ probs, logits }: ProbsOrLogits<Parameter>): tf.Tensor {
  return probs === undefined ? tf.sigmoid(tf.neg(logits)) : tf.sub(1, probs);
}

/** Probabilities of success, on the host, from the values that the parameter has there. */
export function probsOnHost({ probs }: ProbsOrLogits<Parameter>, values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (value) => (probs === undefined ? 1 / (1 + Math.exp(-value)) : value));
}

/** Logits, on the host, of a value that the parameter has there; those of 0 and 1 are infinite. */
export function logitOnHost({ probs }: ProbsOrLogits<Parameter>): (value: number) => number {
  if (probs === undefined) return (value) => value;
  return (value) => Math.log(value / (1 - value));
}
