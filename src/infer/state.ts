import * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../num/index.js';
import type { Plan, RunningMean } from './elbo/objective.js';
import type { OptimizerState, Tensors } from './optim/index.js';
import type { Declaration } from './params.js';

/** All that training needs to go on: plain data and tensors. */
export interface SviState {
  /** Unconstrained values by parameter. */
  readonly params: Tensors;
  /** The shape and the constraint of each parameter. */
  readonly declarations: Readonly<Record<string, Declaration>>;
  readonly optimizer: OptimizerState;
  readonly key: Key;
  readonly step: number;
  readonly plan: Plan;
  /** The running means that baselines take off costs, by guide site. */
  readonly baselines: Readonly<Record<string, RunningMean>>;
}

/** An independent copy of a state, which survives the step that consumes the original. */
export function copyState(state: SviState): SviState {
  const moments = Object.entries(state.optimizer.moments).map(([name, tensors]) => [name, cloned(tensors)] as const);
  return {
    ...state,
    params: cloned(state.params),
    optimizer: { ...state.optimizer, moments: Object.fromEntries(moments) },
  };
}

/** Frees the tensors of a state that is no longer needed. */
export function disposeState(state: SviState): void {
  tf.dispose(Object.values(state.params));
  for (const tensors of Object.values(state.optimizer.moments)) tf.dispose(Object.values(tensors));
}

/** The same numbers in tensors of their own. */
export function cloned(tensors: Tensors): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)]));
}
