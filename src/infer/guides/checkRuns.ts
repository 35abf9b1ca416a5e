import * as tf from '@tensorflow/tfjs-core';
import { broadcastTo, split, take, type Key } from '../../num/index.js';
import {
  answerParams,
  block,
  handle,
  revise,
  seed,
  trace,
  type Handler,
  type PlateMessage,
  type Program,
  type SampleMessage,
  type Site,
  type Trace,
} from '../../ppl/index.js';
import { fitsBatch, hasBounds, isSameSupport } from './bounds.js';
import { fullBatchShape, vectorised } from './fullSize.js';
import { movingBounds, movingSize } from './guideErrors.js';
import { initToUniform, type InitStrategy } from './init/index.js';
import { isGuided } from './isGuided.js';
import { startingAt } from './startingAt.js';

/** What is needed to run a model again from other starts. */
export interface Rerun {
  readonly model: Program;
  readonly args: readonly unknown[];
  readonly key: Key;
  /** Where sites start that have no other value. */
  readonly strategy: InitStrategy;
}

/**
 * Where a support has bounds, or the size of a subsample is given, runs the model twice from other values of its latent sites, the first
 * and the last of those that can be enumerated, with other indices in subsampled plates and the same parameters. Reads data.
 *
 * @param sites those that the guide covers
 * @throws SupportError naming the first site whose support is another one then, or does not fit the whole of its plates
 * @throws SiteError naming the first site in a plate that takes another number of indices then
 */
export function checkRuns(sites: readonly Site<SampleMessage>[], first: Trace, rerun: Rerun): void {
  const bounded = sites.filter(({ dist }) => hasBounds(dist.support));
  const cut = sites.flatMap((site) =>
    vectorised(site)
      .filter(({ name }) => sizeAsked(first, name) !== undefined)
      .map((frame) => ({ site: site.name, plate: frame.name })),
  );
  if (bounded.length + cut.length === 0) return;
  const unfit = bounded.find((site) => !fitsBatch(site.dist, fullBatchShape(site)));
  if (unfit !== undefined) throw movingBounds(unfit.name, unfit.dist);
  for (const end of ['first', 'last'] as const) {
    const other = runAgain(first, rerun, end);
    const moved = cut.find(({ plate }) => sizeAsked(other, plate) !== sizeAsked(first, plate));
    if (moved !== undefined) throw movingSize(moved.site, moved.plate);
    for (const { name, dist } of bounded) {
      const again = other.sites.get(name);
      if (again?.type !== 'sample' || !isSameSupport(again.dist, dist)) throw movingBounds(name, dist);
    }
  }
}

/** How many indices a plate was asked to draw. */
function sizeAsked({ plates }: Trace, name: string): number | undefined {
  return plates.get(name)?.subsampleSize;
}

function runAgain(first: Trace, { model, args, key, strategy }: Rerun, end: 'first' | 'last'): Trace {
  const [runKey, startKey] = split(key, 2) as [Key, Key];
  const elsewhere = startingAt({ ...initToUniform(), fallback: strategy }, startKey, model);
  const otherwise: Handler = {
    sample: (message, outer) => outer(atEnd(message, end)),
    plate: (message, outer) => outer(atNextIndices(message, first)),
    ...answerParams(
      new Map([...first.sites].flatMap(([name, site]) => (site.type === 'param' ? [[name, site.value]] : []))),
    ),
  };
  return block({}, () => trace(seed(runKey, () => handle(otherwise, () => elsewhere(...args))))())();
}

/** The first or last value of the support, for a site that enumeration is left to. */
function atEnd(message: SampleMessage, end: 'first' | 'last'): SampleMessage {
  const { dist, observed, value } = message;
  if (value !== undefined || observed || isGuided(message) || !dist.hasEnumerateSupport) return message;
  const support = dist.enumerateSupport(false);
  const [size = 1, ...rest] = support.shape;
  const one = tf.reshape(take(support, [end === 'first' ? 0 : size - 1], -support.rank), rest);
  return revise(message, { value: broadcastTo(one, [...dist.batchShape, ...dist.eventShape]) });
}

/** Each index drawn in the first run moved to the next, round the end. */
function atNextIndices(message: PlateMessage, first: Trace): PlateMessage {
  const known = first.plates.get(message.name);
  const { size } = message;
  if (message.value !== undefined || size === undefined || Array.isArray(message.subsample)) return message;
  if (known?.value.indices === undefined || known.subsampleSize !== message.subsampleSize) return message;
  return { ...message, value: { indices: known.value.indices.map((index) => (index + 1) % size) } };
}
