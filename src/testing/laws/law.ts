import type * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../dist/index.js';

/** Parameters of a distribution as nested numbers, so that laws can vary, differentiate, shrink and print them. */
export type ParameterValues = Readonly<Record<string, tf.TensorLike>>;

/** Makes a distribution from its parameters as tensors. It is called many times, and within gradients; it must not read them. */
export type DistributionFactory = (parameters: Readonly<Record<string, tf.Tensor>>) => Distribution;

/** What a law is put to: one distribution at one set of parameters. */
export interface Subject {
  readonly name: string;
  readonly factory: DistributionFactory;
  readonly parameters: ParameterValues;
  /** What all draws of the law come from; the same number gives the same verdict. */
  readonly key: number;
  /** The chance at most that a statistical law fails a distribution that keeps it. */
  readonly falseAlarmRate: number;
  /** The number of draws of each element after which a statistical law that has not decided passes. */
  readonly maxDraws: number;
}

/** One property that every distribution must have. */
export interface Law {
  /** In camelCase; what options and tables call it. */
  readonly name: string;
  /** What it says of a distribution, in a sentence. */
  readonly statement: string;
  readonly isStatistical: boolean;
  /** Set on a law of how things are made rather than of numbers: one set of parameters shows what others would. */
  readonly isStructural?: true;
  /** Undefined if the law says anything of this distribution; otherwise why not, such as `it is discrete`. */
  exempts(dist: Distribution): string | undefined;
  /** Undefined if the law holds; otherwise what was expected and what came, with index and numbers. Disposes all that it makes. */
  problem(subject: Subject): string | undefined;
}

/** What became of one law at one set of parameters. */
export interface LawResult {
  readonly law: string;
  readonly status: 'passed' | 'failed' | 'exempt';
  /** Why it failed or is exempt; empty if it passed. */
  readonly reason: string;
  readonly parameters: ParameterValues;
  readonly key: number;
}
