import * as tf from '@tensorflow/tfjs-core';
import { fold, type Key } from '../../num/index.js';
import type { Trace } from '../../ppl/index.js';
import type { Tensors } from '../optim/index.js';
import { inParticles, plateNesting } from '../particlePlate.js';
import { runModel, type Pick, type Run, type Source } from './runModel.js';
import { sliceOf } from './sliceOf.js';
import { takeApart } from './takeApart.js';

/**
 * One run within a plate of size `count` left of all others, which stands for as many runs.
 *
 * A run of a single draw comes first, to see how many dims the plates take and what shape each site has.
 */
export function runInParallel(
  source: Source,
  samples: Tensors,
  count: number,
  key: Key,
): { readonly single: Run; readonly vectorised: Run } {
  const single = runModel(source, sliceOf(samples, 0), fold(key, 'shapes'));
  const nesting = plateNesting(single.model, ...(single.guide === undefined ? [] : [single.guide]));
  const { model, guide } = source;
  const wide: Source = {
    ...source,
    model: inParticles(model, count, nesting),
    guide: guide && inParticles(guide, count, nesting),
  };
  return { single, vectorised: runModel(wide, spreadSamples(samples, single.model, nesting), key) };
}

/**
 * All draws in one run.
 *
 * @throws ShapeError if a site's values do not come apart into `count` of the shape that one run gives
 */
export function drawInParallel(
  source: Source,
  samples: Tensors,
  count: number,
  key: Key,
  pick: Pick,
): Record<string, tf.Tensor> {
  const { single, vectorised } = runInParallel(source, samples, count, key);
  return takeApart(pick(vectorised.model), count, pick(single.model));
}

/** Each sample as [S, ...ones, ...own], so that its batch dims end just left of those of the plates. */
function spreadSamples(samples: Tensors, single: Trace, nesting: number): Tensors {
  const spread = Object.entries(samples).flatMap(([name, x]) => {
    const site = single.sites.get(name);
    if (site?.type !== 'sample') return [];
    const [count = 1, ...own] = x.shape;
    const batchRank = own.length - site.dist.eventShape.length;
    const ones = Array<number>(Math.max(0, nesting - batchRank)).fill(1);
    return [[name, tf.reshape(x, [count, ...ones, ...own])] as const];
  });
  return Object.fromEntries(spread);
}
