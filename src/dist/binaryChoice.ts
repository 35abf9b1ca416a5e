import * as tf from '@tensorflow/tfjs-core';
import { log1p, softplus } from '../num/index.js';
import { asTensor } from './asTensor.js';
import type { Parameter } from './distribution.js';
import { clampedProbs, EPSILON } from './probsOrLogits.js';
import type { ProbsOrLogits } from './probsOrLogits.js';

/** The chances of a success and of a failure, and their logarithms, each with all its digits. */
export interface BinaryChoice {
  readonly success: tf.Tensor;
  readonly failure: tf.Tensor;
  readonly logSuccess: tf.Tensor;
  readonly logFailure: tf.Tensor;
}

/** The choice of given probabilities, clamped, or logits. */
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
  const success = clampedProbs(probs);
  return {
    success,
    failure: tf.sub(1, success),
    logSuccess: tf.log(success),
    logFailure: log1p(tf.neg(success)),
  };
}

/** The probability of success as given, not clamped; and of failure. */
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

/** Logits, on the host, of a value that the parameter has there; those of probabilities are finite, as they are clamped. */
export function logitOnHost({ probs }: ProbsOrLogits<Parameter>): (value: number) => number {
  if (probs === undefined) return (value) => value;
  return (value) => {
    const clamped = Math.min(Math.max(value, EPSILON), 1 - EPSILON);
    return Math.log(clamped / (1 - clamped));
  };
}
