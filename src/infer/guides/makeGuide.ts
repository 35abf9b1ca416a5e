import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, key } from '../../num/index.js';
import { handle, nextKey, perform, type Program } from '../../ppl/index.js';
import type { Tensors } from '../optim/index.js';
import { cloned } from '../state.js';
import { substituteKnown } from '../substituteKnown.js';
import type { AutoGuide, AutoGuideOptions, GuideFamily, Summaries } from './autoGuide.js';
import { isUsable } from './bounds.js';
import { findLatents, presentLayout, type Layout } from './findLatents.js';
import { boundsGone, notStarted } from './guideErrors.js';

/** What guides of one model may share: the layout that the last of them to start has found, and that of the latest run. */
export interface LayoutMemory {
  known?: Layout;
  latest?: { readonly layout: Layout; readonly args: readonly unknown[] };
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
    if (!known.hasBounds && !known.namesIndices) return known;
    const layout = presentLayout(known, program, args, nextKey(`${prefix} plates`));
    if (known.hasBounds) memory.latest = { layout, args };
    return layout;
  };
  const run = (...args: Args): Record<string, tf.Tensor> => family.run(layoutFor(args));
  return Object.assign(run, summariesOf(program, family, prefix, memory));
}

function summariesOf(program: Program, family: GuideFamily<Layout>, prefix: string, memory: LayoutMemory): Summaries {
  type Compute = (layout: Layout) => Record<string, tf.Tensor>;
  const summary = (params: Tensors, compute: Compute): Record<string, tf.Tensor> => {
    const { known, latest } = memory;
    if (known === undefined) throw notStarted(prefix);
    return tf.tidy(() => {
      const layout = latest === undefined ? known : layoutAt(program, latest, params, prefix);
      // Copies, so that results that are parameters themselves belong to the caller all the same.
      return cloned(handle(substituteKnown(params), () => compute(layout)));
    });
  };
  return {
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
}

/**
 * The layout with the supports that the model has at the given parameters, with the arguments of the latest run. Where those are
 * disposed, the supports of that run, unless they are made of tensors that are gone too.
 */
function layoutAt(
  model: Program,
  { layout, args }: Required<LayoutMemory>['latest'],
  params: Tensors,
  name: string,
): Layout {
  if (isThere(args)) {
    const known: Program = (...given) => handle(substituteKnown(params, undefined, 'query'), () => model(...given));
    return presentLayout(layout, known, args, key(0));
  }
  const isWhole = layout.sites.every((site) => isUsable(site.support, [...site.batchShape, ...site.eventShape]));
  if (!isWhole) throw boundsGone(name);
  return layout;
}

/** Whether no tensor in a structure of data is disposed. */
function isThere(data: unknown): boolean {
  if (data instanceof tf.Tensor) return !data.isDisposed;
  if (typeof data !== 'object' || data === null || ArrayBuffer.isView(data)) return true;
  return Object.values(data).every(isThere);
}

/** Whether a parameter has a value outside; a guide without parameters has all it needs. */
function exists(name: string | undefined): boolean {
  return name === undefined || perform({ type: 'stored', name }).value.tensor !== undefined;
}

function checkQuantiles(qs: readonly number[]): void {
  const bad = qs.find((q) => !(q > 0 && q < 1));
  if (bad === undefined && qs.length > 0) return;
  const got = bad === undefined ? 'no number' : String(bad);
  throw new ArgumentError({ where: 'quantiles', expected: 'numbers between 0 and 1', got });
}
