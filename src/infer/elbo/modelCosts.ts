import * as tf from '@tensorflow/tfjs-core';
import { EnumerationError } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';
import { componentsOf, contract, type Component, type Factor, type PlanLimits } from '../enumeration/index.js';
import { bareLogDensity, densityShape, maskedLogDensity, sampleSites, sharedScale } from '../logDensity.js';
import { enumDim, iterationsOf, ordinalOf, packScaled, packSite, type Cost } from './cost.js';
import type { TracedPair } from './objective.js';

/** The log density of a model site that depends on sites summed out in the model. */
export interface ModelFactor extends Factor {
  readonly site: Site<SampleMessage>;
  readonly order: number;
  /** Whether it is that of a summed site itself, which is neither masked nor scaled. */
  readonly isMeasure: boolean;
}

/** The terms of a model: those that need no sum, and the connected sets of those that do. */
export interface ModelTerms {
  readonly costs: readonly Cost[];
  readonly components: readonly Component<ModelFactor>[];
}

/** Splits the log densities of the model's sites by whether they depend on sites summed out in the model. */
export function modelTerms(pair: TracedPair): ModelTerms {
  const summed = summedSites(pair);
  const sumDims = new Set([...summed].map(enumDim));
  const costs: Cost[] = [];
  const factors: ModelFactor[] = [];
  sampleSites(pair.model).forEach((site, order) => {
    const isMeasure = summed.has(site.name);
    // A measure is summed over, so it is not masked: a masked element contributes log Σ p = 0.
    const density = isMeasure ? measureOf(site, pair) : maskedLogDensity(site);
    const packed = packSite(density, site, pair);
    const ordinal = ordinalOf(site);
    if (packed.dims.some((dim) => sumDims.has(dim))) factors.push({ packed, ordinal, site, order, isMeasure });
    else if (!isMeasure)
      costs.push({
        ...packScaled(density, site, pair, packed),
        ordinal,
        iterations: iterationsOf([site]),
        side: 'model',
        order,
      });
  });
  return { costs, components: componentsOf(factors, sumDims) };
}

/**
 * The terms of the model: the log density of each site that depends on no site summed out in the model, and for each
 * connected set of the others one term, scale × log Σ exp(sum of its factors).
 */
export function modelCosts(pair: TracedPair, limits?: PlanLimits): Cost[] {
  const { costs, components } = modelTerms(pair);
  return [...costs, ...components.map((component) => componentCost(component, pair, limits))];
}

/** What the values of a summed site weigh: their probability, or the same for each of several draws. */
function measureOf(site: Site<SampleMessage>, { allocator }: TracedPair): tf.Tensor {
  const own = allocator.sites.get(site.name);
  if (own?.isDrawn !== true) return bareLogDensity(site);
  return tf.fill([...densityShape(site)], -Math.log(own.size));
}

/** Sites enumerated in the model: those with a dim of their own that the guide lacks. */
function summedSites(pair: TracedPair): ReadonlySet<string> {
  return new Set([...pair.allocator.sites.keys()].filter((name) => !pair.guide.sites.has(name)));
}

/** The term of a connected set of densities that is summed out. @throws EnumerationError if their scales differ, or plates forbid it */
export function componentCost(
  component: Component<ModelFactor>,
  pair: TracedPair,
  limits: PlanLimits | undefined,
): Cost {
  const { factors, ordinal } = component;
  const multiplier = commonScale(factors);
  checkGlobality(component, pair);
  const order = Math.max(...factors.map((factor) => factor.order));
  const iterations = iterationsOf(factors.map(({ site }) => site));
  return { packed: contract(component, limits), multiplier, ordinal, iterations, side: 'model', order };
}

function commonScale(factors: readonly ModelFactor[]): number {
  const shared = sharedScale(factors.map(({ site }) => site));
  if (shared !== undefined) return shared;
  throw new EnumerationError({
    where: 'enumeration',
    expected: 'one scale, a number, for all sites that are summed together',
    got: factors
      .map(({ site }) => `${typeof site.scale === 'number' ? site.scale : 'a tensor'} at "${site.name}"`)
      .join(', '),
    hint: 'scale around all of them, or the same subsampling of their plates',
  });
}

/** A guide site's enumerated values must be the same all over what is summed, or sums and expectations do not commute. */
function checkGlobality({ factors, ordinal }: Component<ModelFactor>, pair: TracedPair): void {
  const dims = new Set(factors.flatMap((factor) => factor.packed.dims));
  for (const site of sampleSites(pair.guide)) {
    const plates = ordinalOf(site);
    const isParallel = pair.allocator.sites.has(site.name) && dims.has(enumDim(site.name));
    // A sequential site leaves no dim: a factor under all its plates may depend on it.
    const isSequential =
      (pair.allocator.sequential.get(site.name) ?? 1) > 1 &&
      factors.some((factor) => [...plates].every((plate) => factor.ordinal.has(plate)));
    if (!isParallel && !isSequential) continue;
    const plate = [...plates].find((name) => !ordinal.has(name));
    if (plate === undefined) continue;
    throw new EnumerationError({
      where: 'enumeration',
      expected: `model enumeration no more global than that of guide site "${site.name}" in plate "${plate}"`,
      got: `sites ${factors
        .filter((factor) => factor.isMeasure)
        .map((factor) => `"${factor.site.name}"`)
        .join(', ')} summed outside that plate`,
      hint: 'enumeration of the global site in the guide, or sequentialPlate',
    });
  }
}
