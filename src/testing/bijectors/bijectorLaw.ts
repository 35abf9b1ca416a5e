import type * as tf from '@tensorflow/tfjs-core';
import type { Bijector, Constraint } from '../../dist/index.js';

/** What a law of bijectors works with. Tensors that it makes are disposed after it. */
export interface BijectorCase {
  readonly bijector: Bijector;
  /** Points of the domain, [...batch, ...event]. */
  readonly x: tf.Tensor;
  readonly domain: Constraint;
  /** The set onto which the bijector maps; undefined if it was not said. */
  readonly codomain: Constraint | undefined;
  /** Which entries of an element of the codomain, by flat index, its log-Jacobian is about, where there are more than coordinates. */
  readonly freeEntries: readonly number[] | undefined;
}

/** One property that every bijector must have. */
export interface BijectorLaw {
  readonly name: string;
  readonly statement: string;
  /** Undefined if the law says anything of it; otherwise why not. */
  exempts?(given: BijectorCase): string | undefined;
  /** Looks at one thing after the other, and yields what is wrong with it, or undefined. */
  problems(given: BijectorCase): Iterable<string | undefined>;
}

/** What became of one law at one point. */
export interface BijectorResult {
  readonly law: string;
  readonly status: 'passed' | 'failed' | 'exempt';
  /** Why it failed or is exempt; empty if it passed. */
  readonly reason: string;
  /** The simplest points at which it failed, or some at which it held. */
  readonly x: tf.TensorLike;
}
