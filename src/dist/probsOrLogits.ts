import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, logit } from '../num/index.js';
import type { Parameter } from './distribution.js';

/** How far probabilities are kept from 0 and 1 before logs are taken. */
export const EPSILON: number = 2 ** -23;

/** Probabilities or logits, not both. */
export type ProbsOrLogits<T> =
  { readonly probs: T; readonly logits?: undefined } | { readonly logits: T; readonly probs?: undefined };

/** The one of the two that was given. @throws ArgumentError if both or neither were */
export function oneOf<T>(family: string, { probs, logits }: ProbsOrLogits<T>): ProbsOrLogits<T> {
  if (probs !== undefined && logits === undefined) return { probs };
  if (logits !== undefined && probs === undefined) return { logits };
  const got = probs === undefined ? 'neither' : 'both';
  throw new ArgumentError({ where: family, expected: 'either probs or logits', got });
}

/** The one that was given, by its name: what a family lists among its parameters. */
export function givenOne({ probs, logits }: ProbsOrLogits<Parameter>): Record<string, Parameter> {
  return probs === undefined ? { logits } : { probs };
}

/** The one that was given. */
export function valueOf({ probs, logits }: ProbsOrLogits<Parameter>): Parameter {
  return probs ?? logits;
}

/** Probabilities kept away from 0 and 1. */
export function clampedProbs(probs: Parameter): tf.Tensor {
  return tf.clipByValue(probs, EPSILON, 1 - EPSILON);
}

/** log(p / (1 - p)) of clamped probabilities, always finite. */
export function logitsOfProbs(probs: Parameter): tf.Tensor {
  return logit(clampedProbs(probs));
}
