import * as tf from '@tensorflow/tfjs-core';
import { EnumerationError } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';
import { connectedBy, intersection, siteDim, type Dim, type PlateSet } from '../factors/dims.js';
import { unionOfDims, type LogFactor } from '../factors/logFactor.js';
import type { SumProduct } from '../factors/planContraction.js';
import { bareLogDensity, densityShape, maskedLogDensity, sampleSites, sharedScale } from '../logDensity.js';
import type { TracedPair } from './runPair.js';
import { platesOf, siteFactor } from './sites.js';

/** The log density of a model site. */
export interface SiteDensity {
  readonly site: Site<SampleMessage>;
  readonly factor: LogFactor;
  /** What the factor was made from: [batch], masked but not scaled. */
  readonly density: tf.Tensor;
  /** Whether it is that of a summed site itself, which is neither masked nor scaled. */
  readonly isMeasure: boolean;
  /** The position of the site in the model's trace. */
  readonly position: number;
}

/** Log densities that are connected by the sites summed out in the model. */
export interface Component {
  readonly densities: readonly SiteDensity[];
  /** The dims of the sites that are summed out. */
  readonly over: readonly Dim[];
  /** The plates that all of the densities are in. */
  readonly plates: PlateSet;
}

/** Splits the log densities of the model's sites by whether they depend on sites summed out in the model. */
export function modelParts(pair: TracedPair): {
  readonly single: readonly SiteDensity[];
  readonly components: readonly Component[];
} {
  const summed = new Set([...pair.allocator.sites.keys()].filter((name) => !pair.guide.sites.has(name)));
  const sumDims = new Set([...summed].map(siteDim));
  const all = sampleSites(pair.model).map((site, position): SiteDensity => {
    const isMeasure = summed.has(site.name);
    // A measure is summed over, so it is not masked: a masked element contributes log Σ p = 0.
    const density = isMeasure ? measureOf(site, pair) : maskedLogDensity(site);
    return { site, density, factor: siteFactor(density, site, pair), isMeasure, position };
  });
  const sumsOf = ({ factor }: SiteDensity): Dim[] => factor.dims.filter((dim) => sumDims.has(dim));
  const groups = connectedBy(
    all.filter((density) => sumsOf(density).length > 0),
    sumsOf,
  );
  const components = groups.map((densities): Component => {
    const factors = densities.map(({ factor }) => factor);
    const over = unionOfDims(factors).filter((dim) => sumDims.has(dim));
    return { densities, over, plates: intersection(factors.map(({ plates }) => plates)) };
  });
  return { single: all.filter((density) => !density.isMeasure && sumsOf(density).length === 0), components };
}

/** What the values of a summed site weigh: their probability, or the same for each of several draws. */
function measureOf(site: Site<SampleMessage>, { allocator }: TracedPair): tf.Tensor {
  const own = allocator.sites.get(site.name);
  if (own?.isDrawn !== true) return bareLogDensity(site);
  return tf.fill([...densityShape(site)], -Math.log(own.size));
}

/** The factors of some components in one list, and the sum that each component is. */
export function sumsOf(components: readonly Component[]): {
  readonly factors: readonly LogFactor[];
  readonly sums: readonly SumProduct[];
} {
  const factors: LogFactor[] = [];
  const sums = components.map(({ densities, over, plates }) => {
    const start = factors.length;
    factors.push(...densities.map(({ factor }) => factor));
    return { factors: densities.map((_, i) => start + i), over, plates };
  });
  return { factors, sums };
}

/** The scale of what is summed together. @throws EnumerationError if there is more than one */
export function scaleOf({ densities }: Component): number {
  const shared = sharedScale(densities.map(({ site }) => site));
  if (shared !== undefined) return shared;
  throw new EnumerationError({
    where: 'enumeration',
    expected: 'one scale, a number, for all sites that are summed together',
    got: densities
      .map(({ site }) => `${typeof site.scale === 'number' ? site.scale : 'a tensor'} at "${site.name}"`)
      .join(', '),
    hint: 'scale around all of them, or the same subsampling of their plates',
  });
}

/** A guide site's enumerated values must be the same all over what is summed, or sums and expectations do not commute. */
export function checkGlobality({ densities, plates: common }: Component, { guide, allocator }: TracedPair): void {
  const dims = new Set(densities.flatMap(({ factor }) => factor.dims));
  for (const site of sampleSites(guide)) {
    const plates = [...platesOf(site)];
    const isParallel = allocator.sites.has(site.name) && dims.has(siteDim(site.name));
    // A sequential site leaves no dim: a factor under all its plates may depend on it.
    const isSequential =
      (allocator.sequential.get(site.name) ?? 1) > 1 &&
      densities.some(({ factor }) => plates.every((plate) => factor.plates.has(plate)));
    const plate = isParallel || isSequential ? plates.find((dim) => !common.has(dim)) : undefined;
    if (plate !== undefined) throw tooGlobal(densities, site.name, plate.name);
  }
}

function tooGlobal(densities: readonly SiteDensity[], name: string, plate: string): EnumerationError {
  const summed = densities.filter(({ isMeasure }) => isMeasure).map(({ site }) => `"${site.name}"`);
  return new EnumerationError({
    where: 'enumeration',
    expected: `model enumeration no more global than that of guide site "${name}" in plate "${plate}"`,
    got: `sites ${summed.join(', ')} summed outside that plate`,
    hint: 'enumeration of the global site in the guide, or sequentialPlate',
  });
}
