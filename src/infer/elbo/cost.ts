import type * as tf from '@tensorflow/tfjs-core';
import { EnumerationError, sizeAt } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';
import { pack, type EnumeratedSite, type Packed } from '../enumeration/index.js';
import { applyScale, densityShape } from '../logDensity.js';
import { checkShape } from './checkShape.js';
import type { TracedPair } from './objective.js';

/** One term of the ELBO, over the indices of its plates and the values of enumerated sites. */
export interface Cost {
  readonly packed: Packed;
  /** What the term is multiplied by. Kept apart, so that it is applied to the sum rather than to every element. */
  readonly multiplier: number;
  /** The names of the vectorised plates around it. */
  readonly ordinal: ReadonlySet<string>;
  readonly iterations: Iterations;
  readonly side: 'guide' | 'model';
  /** The position of its site in its trace, or of the last site of its component. */
  readonly order: number;
}

/** Which iteration of each sequential plate something is in. */
export type Iterations = ReadonlyMap<string, number>;

/** Those that all of some sites are in. */
export function iterationsOf(sites: readonly Site<SampleMessage>[]): Iterations {
  const [first = [], ...others] = sites.map(({ plates }) => plates);
  const shared = first.flatMap(({ name, iteration }) => (iteration === undefined ? [] : [[name, iteration] as const]));
  return new Map(
    shared.filter(([name, iteration]) =>
      others.every((plates) => plates.some((frame) => frame.name === name && frame.iteration === iteration)),
    ),
  );
}

/** Whether two are in different iterations of one sequential plate, which are independent given what is outside. */
export function isElsewhere(one: Iterations, other: Iterations): boolean {
  return [...one].some(([plate, iteration]) => (other.get(plate) ?? iteration) !== iteration);
}

/** Enumerated sites and plates may have one name; dims of the former are told apart by this mark. */
export function enumDim(name: string): string {
  return `${name} (enumerated)`;
}

/** The names of the plates whose indices a site's log density has; one of size 1 in a plate without size has none. */
export function ordinalOf(site: Site<SampleMessage>): ReadonlySet<string> {
  const names = site.plates.flatMap(({ name, dim, size }) => {
    if (dim === undefined) return [];
    return size !== undefined || sizeAt(densityShape(site), dim) !== 1 ? [name] : [];
  });
  return new Set(names);
}

/** A log density, times the site's scale, as a tensor with named dims and a number; `bare` is what `packSite` made of it. */
export function packScaled(
  density: tf.Tensor,
  site: Site<SampleMessage>,
  pair: TracedPair,
  bare?: Packed,
): { readonly packed: Packed; readonly multiplier: number } {
  const { scale } = site;
  if (typeof scale === 'number') return { packed: bare ?? packSite(density, site, pair), multiplier: scale };
  return { packed: packSite(applyScale(density, scale), site, pair), multiplier: 1 };
}

/**
 * Names the dims of a site's log density.
 *
 * @throws ShapeError if a dim with size above 1 is neither a plate of the site nor that of an enumerated site
 * @throws EnumerationError if it depends on a site enumerated in a plate that it is not in itself
 */
export function packSite(density: tf.Tensor, site: Site<SampleMessage>, pair: TracedPair): Packed {
  checkShape(density.shape, site, pair);
  const names = new Map<number, string>();
  for (const frame of site.plates) if (frame.dim !== undefined) names.set(frame.dim, frame.name);
  const scope = pair.allocator.scopeOf(site);
  for (const { dim, name } of scope.values()) names.set(dim, enumDim(name));
  const packed = pack(density, names);
  if (packed.dims.length === 0) return packed;
  for (const enumerated of scope.values()) {
    if (packed.dims.includes(enumDim(enumerated.name))) checkWithin(site, enumerated, pair);
  }
  return packed;
}

/** Dependence on a site in a plate from outside that plate would mix up its indices. */
function checkWithin(site: Site<SampleMessage>, enumerated: EnumeratedSite, pair: TracedPair): void {
  const source = enumeratedSite(enumerated.name, pair);
  const own = ordinalOf(site);
  const missing = source?.plates.find((frame) => frame.dim !== undefined && frame.size !== 1 && !own.has(frame.name));
  if (missing === undefined) return;
  throw new EnumerationError({
    where: `sample("${site.name}")`,
    expected: `to be in plate "${missing.name}", as it depends on the enumerated site "${enumerated.name}" there`,
    got: 'a site outside that plate',
    hint: `to move "${site.name}" into the plate, or sequentialPlate`,
  });
}

function enumeratedSite(name: string, { guide, model }: TracedPair): Site<SampleMessage> | undefined {
  const site = guide.sites.get(name) ?? model.sites.get(name);
  return site?.type === 'sample' ? site : undefined;
}
