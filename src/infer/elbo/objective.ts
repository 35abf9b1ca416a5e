import type * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../../num/index.js';
import type { Program, Trace } from '../../ppl/index.js';
import type { DimAllocator } from '../enumeration/index.js';

/** A model and a guide with the arguments that both are called with. */
export interface ProgramPair {
  readonly model: Program;
  readonly guide: Program;
  readonly args: readonly unknown[];
}

/** The traces of one run of a guide and of the model replayed on it. */
export interface TracedPair {
  readonly guide: Trace;
  readonly model: Trace;
  /** The dims of the sites that were enumerated, on either side. */
  readonly allocator: DimAllocator;
}

/** What an objective works out once about a pair of programs, before any gradient is taken. */
export interface Plan {
  /** The largest number of batch dims that the pair's plates hold. */
  readonly maxPlateNesting: number;
}

/** The running mean of a cost over steps, on the host. */
export interface RunningMean {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What baselines carry from one step to the next. */
export interface BaselineMemory {
  /** By guide site, as they were before the step. */
  readonly means: Readonly<Record<string, RunningMean>>;
  /** Receives those that are new after it. */
  keep(means: Readonly<Record<string, RunningMean>>): void;
}

/** A loss to minimise. */
export interface Objective {
  readonly name: string;
  /** How many independent estimates are averaged. */
  readonly numParticles: number;
  /** Runs both programs once, checks them against each other, and finds the plan. Reads data; opens no tape. */
  prepare(pair: ProgramPair, key: Key): Plan;
  /** The loss in nats: its value is the estimate, its gradient an unbiased estimate of the gradient. */
  loss(pair: ProgramPair, key: Key, plan: Plan, memory?: BaselineMemory): tf.Scalar;
  /** What `loss` with the same arguments is computed from, one pair for each particle. */
  traces(pair: ProgramPair, key: Key, plan: Plan): TracedPair[];
}

export interface ObjectiveOptions {
  /** How many independent estimates are averaged. Default: 1. */
  readonly numParticles?: number;
  /** The number of batch dims that plates may hold; worked out by a dry run if absent. */
  readonly maxPlateNesting?: number;
}

export interface ParticleOptions extends ObjectiveOptions {
  /** Whether one run, vectorised over a plate left of all others, stands for all estimates. Default: false. */
  readonly vectorizeParticles?: boolean;
}
