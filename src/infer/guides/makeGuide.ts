import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError } from '../../num/index.js';
import { handle, nextKey, perform, type Program } from '../../ppl/index.js';
import type { Tensors } from '../optim/index.js';
import { substituteKnown } from '../substituteKnown.js';
import type { AutoGuide, AutoGuideOptions, GuideFamily, Summaries } from './autoGuide.js';
import { findLatents, withIndices, type Layout } from './findLatents.js';
import { notStarted } from './guideErrors.js';

/** What guides of one model may share: the layout that the last of them to start has found. */
export interface LayoutMemory {
  known?: Layout;
}

/** A guide of the given family for `model`. */
export function makeGuide<Args extends readonly unknown[]>(
  model: Program<Args>,
  family: GuideFamily<Layout>,
  options: AutoGuideOptions,
  memory: LayoutMemory = {},
): AutoGuide<Args> {
  const { prefix = family.name, init = family.defaultInit } = options;
  // The arguments' types are the caller's affair: they are only passed on.
  const program = model as unknown as Program;
  const layoutFor = (args: Args): Layout => {
    let { known } = memory;
    if (known === undefined || !exists(family.someParam(known))) {
      known = findLatents(program, args, nextKey(`${prefix} start`), init);
      memory.known = known;
    }
    return known.isMoving ? withIndices(known, program, args, nextKey(`${prefix} plates`)) : known;
  };
  const summary = (
    params: Tensors,
    compute: (layout: Layout) => Record<string, tf.Tensor>,
  ): Record<string, tf.Tensor> => {
    const { known: layout } = memory;
    if (layout === undefined) throw notStarted(prefix);
    return tf.tidy(() => cloned(handle(substituteKnown(params), () => compute(layout))));
  };
  const run = (...args: Args): Record<string, tf.Tensor> => family.run(layoutFor(args));
  const summaries: Summaries = {
    prefix,
    median: (params) => summary(params, family.median),
    quantiles: (params, qs) => {
      checkQuantiles(qs);
      return summary(params, (layout) => family.quantiles(layout, qs));
    },
    mean: (params) => summary(params, family.mean),
    samplePosterior: (params, key, sampleShape = []) =>
      summary(params, (layout) => family.draw(layout, key, sampleShape)),
  };
  return Object.assign(run, summaries);
}

/** Whether a parameter has a value outside; a guide without parameters has all it needs. */
function exists(name: string | undefined): boolean {
  return name === undefined || perform({ type: 'stored', name }).value.tensor !== undefined;
}

/** Copies, so that results that are parameters themselves belong to the caller all the same. */
function cloned(tensors: Record<string, tf.Tensor>): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)]));
}

function checkQuantiles(qs: readonly number[]): void {
  const bad = qs.find((q) => !(q > 0 && q < 1));
  if (bad === undefined && qs.length > 0) return;
  const got = bad === undefined ? 'no number' : String(bad);
  throw new ArgumentError({ where: 'quantiles', expected: 'numbers between 0 and 1', got });
}
