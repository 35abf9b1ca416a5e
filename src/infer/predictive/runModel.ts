import type { Tensor } from '@tensorflow/tfjs-core';
import { fold, type Key } from '../../num/index.js';
import { answerSamples, handle, replay, seed, trace, type Program, type Trace } from '../../ppl/index.js';
import { checkNumbers } from '../check/numbers.js';
import { sampleSites } from '../logDensity.js';
import type { Tensors } from '../optim/index.js';

/** A model with its arguments in place, and the guide, if any, that its latent values come from. */
export interface Source {
  readonly model: Program<[]>;
  readonly guide?: Program<[]> | undefined;
  /** The model with the values of the guide's run; it runs under a seed. Default: `replay`. */
  readonly answer?: Answer;
}

export type Answer = (guide: Trace, model: Program<[]>) => Program<[]>;

/** The traces of one run. */
export interface Run {
  readonly model: Trace;
  readonly guide?: Trace;
}

/** The values of a model's trace that are wanted. */
export type Pick = (trace: Trace) => Record<string, Tensor>;

/**
 * One run of the model, answered from a run of the guide, or with the sites of `samples` at their values there.
 *
 * @throws ArgumentError, SupportError naming the site where data or parameters of the model are not allowed
 */
export function runModel({ model, guide, answer = replay }: Source, samples: Tensors, key: Key): Run {
  const guideTrace = guide && trace(seed(fold(key, 'guide'), guide))();
  const program =
    guideTrace === undefined
      ? () => handle(answerSamples(new Map(Object.entries(samples))), model)
      : answer(guideTrace, model);
  const modelTrace = trace(seed(fold(key, 'model'), program))();
  sampleSites(modelTrace).forEach(checkNumbers);
  return guideTrace === undefined ? { model: modelTrace } : { guide: guideTrace, model: modelTrace };
}
