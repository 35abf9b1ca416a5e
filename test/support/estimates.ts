import * as tf from '@tensorflow/tfjs-core';
import type { Objective, Plan, ProgramPair } from '../../src/infer/index.js';
import { key as keyOf, valueAndGradients, type Key } from '../../src/num/index.js';
import { answerParams, handle } from '../../src/ppl/index.js';

export type Numbers = Readonly<Record<string, ArrayLike<number>>>;

/** A loss and its gradients as plain numbers. */
export interface Estimate {
  readonly loss: number;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** A function of a key that estimates the loss at `params` and its gradients. */
export function estimator(
  objective: Objective,
  pair: ProgramPair,
  params: Readonly<Record<string, tf.Tensor>>,
): (key: Key) => Estimate {
  const plan: Plan = handle(answerParams(new Map(Object.entries(params))), () => objective.prepare(pair, keyOf(0)));
  return (key) => {
    const { value, gradients } = valueAndGradients((values) => {
      return handle(answerParams(new Map(Object.entries(values))), () => objective.loss(pair, key, plan));
    }, params);
    const read = Object.entries(gradients).map(([name, gradient]) => [name, [...gradient.dataSync()]] as const);
    const loss = value.dataSync()[0] ?? NaN;
    tf.dispose([value, ...Object.values(gradients)]);
    return { loss, gradients: Object.fromEntries(read) };
  };
}

/** The z-score of the mean of `draws` against `expected`. */
export function zScore(draws: readonly number[], expected: number): number {
  const count = draws.length;
  const mean = draws.reduce((a, b) => a + b, 0) / count;
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (count - 1);
  // A deterministic estimate has no spread but its rounding.
  return (mean - expected) / (Math.sqrt(variance / count) + 1e-5 * Math.max(1, Math.abs(expected)));
}

/** The sum of products of two records of numbers. */
export function dot(a: Numbers, b: Numbers): number {
  return Object.entries(a).reduce((sum, [name, x]) => {
    return sum + Array.from(x).reduce((s, xi, i) => s + xi * (b[name]?.[i] ?? NaN), 0);
  }, 0);
}
