import type { Objective, Optimizer } from '../../infer/index.js';
import type { Program } from '../../ppl/index.js';

/** A model and its guide, and what they are tested with. */
export interface ModelSubject<Args extends readonly unknown[] = readonly unknown[]> {
  readonly model: Program<Args>;
  readonly guide: Program<Args>;
  /** What both are called with; tensors are borrowed. */
  readonly args: Args;
  readonly elbo: Objective;
  readonly optimizer: Optimizer;
  /** Arguments that hold parts of the data of `args`, as many in each. */
  readonly minibatches: readonly Args[];
  /** Steps of training. */
  readonly steps: number;
  /** What all draws of the law come from. */
  readonly key: number;
  /** The chance at most that a statistical law fails an honest model. */
  readonly falseAlarmRate: number;
}

/** One property that every model with its guide should have. */
export interface ModelLaw {
  readonly name: string;
  readonly statement: string;
  /** Undefined if the law says anything of this model; otherwise why not. Runs in a tidy. */
  exempts?(subject: ModelSubject): string | undefined;
  /** Undefined if the law holds; otherwise what was expected and what came. Runs in a tidy, and in no handler. */
  problem(subject: ModelSubject): string | undefined;
}

/** What became of one law of models. */
export interface ModelResult {
  readonly law: string;
  readonly status: 'passed' | 'failed' | 'exempt';
  /** Why it failed or is exempt; empty if it passed. */
  readonly reason: string;
  readonly key: number;
}
