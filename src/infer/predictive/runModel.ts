import type { Tensor } from '@tensorflow/tfjs-core';
import { fold, type Key } from '../../num/index.js';
import { condition, replay, seed, trace, type Program, type Trace } from '../../ppl/index.js';
import type { Tensors } from '../optim/index.js';

/** A model with its arguments in place, and the guide, if any, that its latent values come from. */
export interface Source {
  readonly model: Program<[]>;
  readonly guide?: Program<[]> | undefined;
}

/** The traces of one run. */
export interface Run {
  readonly model: Trace;
  readonly guide?: Trace;
}

/** The values of a model's trace that are wanted. */
export type Pick = (trace: Trace) => Record<string, Tensor>;

/** One run of the model, replayed on a run of the guide, or with the sites of `samples` at their values there. */
export function runModel({ model, guide }: Source, samples: Tensors, key: Key): Run {
  if (guide === undefined) return { model: trace(seed(fold(key, 'model'), condition(samples, model)))() };
  const guideTrace = trace(seed(fold(key, 'guide'), guide))();
  return { guide: guideTrace, model: trace(seed(fold(key, 'model'), replay(guideTrace, model)))() };
}
