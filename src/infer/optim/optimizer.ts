import type { Tensor } from '@tensorflow/tfjs-core';

/** Tensors by parameter name, in unconstrained coordinates. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** What an optimiser remembers between steps: moments by parameter, and how many updates there were. */
export interface OptimizerState {
  readonly count: number;
  /** By the name of the moment, then of the parameter. */
  readonly moments: Readonly<Record<string, Tensors>>;
}

/** A pair of pure functions. Arguments are borrowed; results are new tensors. A parameter without a gradient stays as it is. */
export interface Optimizer {
  readonly name: string;
  init(params: Tensors): OptimizerState;
  update(gradients: Tensors, state: OptimizerState, params: Tensors): { params: Tensors; state: OptimizerState };
}

/** A number, or a function of how many updates there were before. */
export type Schedule = number | ((count: number) => number);

export function scheduled(schedule: Schedule, count: number): number {
  return typeof schedule === 'number' ? schedule : schedule(count);
}
