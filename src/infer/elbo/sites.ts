import type * as tf from '@tensorflow/tfjs-core';
import { EnumerationError, EstimatorError, sizeAt } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';
import { checkShape } from '../check/shapes.js';
import type { EnumeratedSite } from '../enumeration/dimAllocator.js';
import { type Dim, plateDim, type PlateSet, siteDim } from '../factors/dims.js';
import { logFactor, type LogFactor } from '../factors/logFactor.js';
import { densityShape } from '../logDensity.js';
import type { TracedPair } from './runPair.js';

type SampleSite = Site<SampleMessage>;

/** The plates whose indices a site's log density has; one of size 1 in a plate without size has none. */
export function platesOf(site: SampleSite): PlateSet {
  const dims = site.plates.flatMap(({ name, dim, size }) => {
    if (dim === undefined) return [];
    return size !== undefined || sizeAt(densityShape(site), dim) !== 1 ? [plateDim(name)] : [];
  });
  return new Set(dims);
}

/**
 * Names the dims of a site's log density.
 *
 * @throws ShapeError if a dim with size above 1 is neither a plate of the site nor that of an enumerated site
 * @throws EnumerationError if it depends on a site enumerated in a plate that it is not in itself
 */
export function siteFactor(density: tf.Tensor, site: SampleSite, pair: TracedPair): LogFactor {
  const { guide, model, allocator } = pair;
  checkShape(site, allocator, model.sites.get(site.name) === site ? model : guide, density.shape);
  const names = new Map<number, Dim>();
  for (const frame of site.plates) if (frame.dim !== undefined) names.set(frame.dim, plateDim(frame.name));
  const scope = allocator.scopeOf(site);
  for (const { dim, name } of scope.values()) names.set(dim, siteDim(name));
  const factor = logFactor(density, names, platesOf(site));
  if (factor.dims.length === 0) return factor;
  for (const enumerated of scope.values()) {
    if (factor.dims.includes(siteDim(enumerated.name))) checkWithin(site, factor.plates, enumerated, pair);
  }
  return factor;
}

/** Dependence on a site in a plate from outside that plate would mix up its indices. */
function checkWithin(site: SampleSite, own: PlateSet, { name }: EnumeratedSite, { guide, model }: TracedPair): void {
  const source = guide.sites.get(name) ?? model.sites.get(name);
  const missing = source?.plates.find(({ dim, size, name: plate }) => {
    return dim !== undefined && size !== 1 && !own.has(plateDim(plate));
  });
  if (missing === undefined) return;
  throw new EnumerationError({
    where: `sample("${site.name}")`,
    expected: `to be in plate "${missing.name}", as it depends on the enumerated site "${name}" there`,
    got: 'a site outside that plate',
    hint: `to move "${site.name}" into the plate, or sequentialPlate`,
  });
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

/**
 * Whether the gradient by a guide site's distribution needs its score: a draw that is not reparameterised, or a factor that
 * comes from such draws.
 *
 * @throws EstimatorError if the site asks for an estimator that it cannot have, or is a factor that does not say
 */
export function needsScoreFunction({ dist, infer, name, observed }: Site<SampleMessage>): boolean {
  if (dist.isFactor === true) {
    if (infer.gradient !== undefined) return infer.gradient === 'score';
    throw new EstimatorError({
      where: `factor("${name}") in a guide`,
      expected: 'hasRsample: true or false',
      got: 'none',
      hint: 'true if the term comes from reparameterised draws only',
    });
  }
  if (observed) return false;
  if (infer.gradient === 'reparam' && !dist.hasRsample) {
    throw new EstimatorError({
      where: `sample("${name}")`,
      expected: 'a distribution with rsample',
      got: dist.family,
      hint: "gradient: 'score'",
    });
  }
  return !dist.hasRsample || infer.gradient === 'score';
}
