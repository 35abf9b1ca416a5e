import type * as tf from '@tensorflow/tfjs-core';
import { EnumerationError, formatShape, ShapeError } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';
import { pack, type EnumeratedSite, type Packed } from '../enumeration/index.js';
import type { TracedPair } from './runPair.js';

/** One term of the ELBO, over the indices of its plates and the values of enumerated sites. */
export interface Cost {
  readonly packed: Packed;
  /** The names of the vectorised plates around it. */
  readonly ordinal: ReadonlySet<string>;
  readonly side: 'guide' | 'model';
  /** The position of its site in its trace, or of the last site of its component. */
  readonly order: number;
  /** The sites it came from, for messages. */
  readonly names: readonly string[];
}

/** Enumerated sites and plates may have one name; dims of the former are told apart by this mark. */
export function enumDim(name: string): string {
  return `${name} (enumerated)`;
}

export function ordinalOf(site: SampleMessage): ReadonlySet<string> {
  return new Set(site.plates.flatMap((frame) => (frame.dim === undefined ? [] : [frame.name])));
}

/**
 * Names the dims of a site's log density.
 *
 * @throws ShapeError if a dim with size above 1 is neither a plate of the site nor that of an enumerated site
 * @throws EnumerationError if it depends on a site enumerated in a plate that it is not in itself
 */
export function packSite(density: tf.Tensor, site: Site<SampleMessage>, pair: TracedPair): Packed {
  const names = new Map<number, string>();
  for (const frame of site.plates) if (frame.dim !== undefined) names.set(frame.dim, frame.name);
  for (const enumerated of pair.allocator.sites.values()) names.set(enumerated.dim, enumDim(enumerated.name));
  checkDims(density, site, names);
  const packed = pack(density, names);
  for (const enumerated of pair.allocator.sites.values()) {
    if (packed.dims.includes(enumDim(enumerated.name))) checkWithin(site, enumerated, pair);
  }
  return packed;
}

function checkDims(density: tf.Tensor, site: Site<SampleMessage>, names: ReadonlyMap<number, string>): void {
  const sizes = new Map(site.plates.map((frame) => [frame.dim, frame.size]));
  density.shape.forEach((size, i) => {
    const dim = i - density.rank;
    const expected = sizes.has(dim) ? sizes.get(dim) : names.has(dim) ? undefined : 1;
    if (expected !== undefined && size !== expected) throw strayDim(density, site, dim, expected);
  });
}

function strayDim(density: tf.Tensor, site: Site<SampleMessage>, dim: number, expected: number): ShapeError {
  const plates = site.plates.map((frame) => `"${frame.name}" (size ${frame.size ?? 'any'}, dim ${frame.dim ?? 'none'})`);
  return new ShapeError({
    where: `sample("${site.name}")`,
    expected: `a log density of size ${expected} at dim ${dim}, with plates ${plates.join(', ') || '(none)'}`,
    got: `shape ${formatShape(density.shape)}`,
    hint: 'a plate around the statement, toEvent(n) on the distribution, or reshaped data',
  });
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

