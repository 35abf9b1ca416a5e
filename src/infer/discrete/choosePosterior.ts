import * as tf from '@tensorflow/tfjs-core';
import { fold, sizeAt, sizeOf, type Key } from '../../num/index.js';
import type { SampleMessage, Site, Trace, TracedSite } from '../../ppl/index.js';
import { modelParts } from '../elbo/components.js';
import type { TracedPair } from '../elbo/runPair.js';
import { plateDim, siteDim, type Dim } from '../factors/dims.js';
import { sampleSites } from '../logDensity.js';
import { chooseValues, withChosen } from './chooseValues.js';
import { positionsOf, type NamedArray } from './chooseValues.js';

/** A joint posterior value of all enumerated sites of a model. */
export interface PosteriorChoice {
  /** The model's latent values, without enumeration dims. */
  readonly trace: Trace;
  /** The values of the enumerated sites: [plates, ...event]; the caller owns them. */
  readonly values: Record<string, tf.Tensor>;
  /** The log probability of these values given all others, in nats. */
  readonly logPosterior: number;
}

/** The joint mode of the enumerated sites given all other values, or with a key a draw; scales have no part in it. */
export function choosePosterior(pair: TracedPair, key?: Key): PosteriorChoice {
  const { values, logPosterior } = tf.tidy<Chosen>(() => chosenValues(pair, key));
  const sites = new Map([...pair.model.sites].map(([name, site]) => [name, withValue(site, values[name])]));
  const isEnumerated = (name: string): boolean => pair.allocator.sites.has(name);
  const named = Object.entries(values).filter(([name]) => isEnumerated(name));
  const own = Object.fromEntries(named);
  return { trace: { ...pair.model, sites }, values: own, logPosterior };
}

// A type, so that tf.tidy takes it as a container of tensors.
type Chosen = { readonly values: Record<string, tf.Tensor>; readonly logPosterior: number };

function chosenValues(pair: TracedPair, key: Key | undefined): Chosen {
  const indices = new Map<Dim, NamedArray>();
  let logPosterior = 0;
  modelParts(pair).components.forEach((component, i) => {
    const choice = chooseValues(component, key && fold(key, i));
    for (const [dim, chosen] of choice.indices) indices.set(dim, chosen);
    logPosterior += choice.logPosterior;
  });
  const latent = sampleSites(pair.model).filter((site) => !site.observed);
  const values = latent.map((site) => [site.name, chosenValue(site, pair, indices)] as const);
  return { values: Object.fromEntries(values), logPosterior };
}

/** The value of a site where all enumerated sites have their chosen values, over its plates only. */
function chosenValue(
  site: Site<SampleMessage>,
  { allocator }: TracedPair,
  indices: ReadonlyMap<Dim, NamedArray>,
): tf.Tensor {
  const { value, dist, plates } = site;
  const batch = value.shape.slice(0, value.shape.length - dist.eventShape.length);
  const scope = allocator.scopeOf(site);
  const isOwn = allocator.sites.has(site.name);
  if (!isOwn && batch.every((size, i) => size === 1 || !scope.has(i - batch.length))) return tf.clone(value);
  const rank = Math.max(0, ...plates.map(({ dim }) => -(dim ?? 0)));
  const frames = Array.from({ length: rank }, (_, i) => plates.find(({ dim }) => dim === i - rank));
  // A dim without a plate has size 1.
  const dims = frames.map((frame, i) => plateDim(frame?.name ?? `dim ${i - rank}`));
  const sizes = frames.map((frame, i) => frame?.size ?? sizeAt(batch, i - rank));
  const across = batch.map((_, i) => {
    const owner = scope.get(i - batch.length);
    return owner === undefined ? dims[i - batch.length + rank] : siteDim(owner.name);
  });
  const held = across.filter((dim) => dim !== undefined);
  const eventSize = sizeOf(dist.eventShape);
  const source = value.dataSync();
  const data = [...positionsOf(dims, sizes)].flatMap((position) => {
    const full = withChosen(position, held, indices);
    const at = (dim: Dim | undefined, i: number): number =>
      // A size of 1 is the same at every position.
      dim === undefined || batch[i] === 1 ? 0 : (full.get(dim) ?? 0);
    const flat = across.reduce((index, dim, i) => index * (batch[i] ?? 1) + at(dim, i), 0);
    return Array.from(source.slice(flat * eventSize, (flat + 1) * eventSize));
  });
  return tf.tensor(data, [...sizes, ...dist.eventShape], value.dtype);
}

function withValue(site: TracedSite, value: tf.Tensor | undefined): TracedSite {
  if (site.type !== 'sample' || value === undefined) return site;
  return { ...site, value };
}
