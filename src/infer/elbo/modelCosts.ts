import { EnumerationError } from '../../num/index.js';
import type { SampleMessage, Scale, Site } from '../../ppl/index.js';
import { componentsOf, contract, type Component, type Factor } from '../enumeration/index.js';
import { applyScale, bareLogDensity, logDensity, maskedLogDensity, sampleSites } from '../logDensity.js';
import { enumDim, ordinalOf, packSite, type Cost } from './cost.js';
import type { TracedPair } from './runPair.js';

interface ModelFactor extends Factor {
  readonly site: Site<SampleMessage>;
  readonly order: number;
  readonly isMeasure: boolean;
}

/**
 * The terms of the model: the log density of each site that depends on no site summed out in the model, and for each
 * connected set of the others one term, scale × log Σ exp(sum of its factors).
 */
export function modelCosts(pair: TracedPair): Cost[] {
  const sites = sampleSites(pair.model).map((site, order) => ({ site, order }));
  const summed = summedSites(pair);
  const sumDims = new Set([...summed].map(enumDim));
  const costs: Cost[] = [];
  const factors: ModelFactor[] = [];
  for (const { site, order } of sites) {
    const isMeasure = summed.has(site.name);
    const asFactor = sumDims.size === 0 ? undefined : factorOf(site, order, isMeasure, pair);
    if (asFactor !== undefined && asFactor.packed.dims.some((dim) => sumDims.has(dim))) factors.push(asFactor);
    else if (!isMeasure) costs.push(plainCost(site, order, pair));
  }
  return [...costs, ...componentsOf(factors, sumDims).map((component) => componentCost(component, pair))];
}

/** Sites enumerated in the model: those with a dim of their own that the guide lacks. */
function summedSites(pair: TracedPair): ReadonlySet<string> {
  return new Set([...pair.allocator.sites.keys()].filter((name) => !pair.guide.sites.has(name)));
}

function factorOf(site: Site<SampleMessage>, order: number, isMeasure: boolean, pair: TracedPair): ModelFactor {
  // A measure is summed over, so it is not masked: a masked element contributes log Σ p = 0.
  const density = isMeasure ? bareLogDensity(site) : maskedLogDensity(site);
  return { packed: packSite(density, site, pair), ordinal: ordinalOf(site), site, order, isMeasure };
}

function plainCost(site: Site<SampleMessage>, order: number, pair: TracedPair): Cost {
  const packed = packSite(logDensity(site), site, pair);
  return { packed, ordinal: ordinalOf(site), side: 'model', order, names: [site.name] };
}

function componentCost(component: Component, pair: TracedPair): Cost {
  // `componentsOf` keeps the objects it is given.
  const factors = component.factors as readonly ModelFactor[];
  const { dims, tensor } = contract(component);
  checkGlobality(factors, component, pair);
  return {
    packed: { dims, tensor: applyScale(tensor, commonScale(factors)) },
    ordinal: component.ordinal,
    side: 'model',
    order: Math.max(...factors.map((factor) => factor.order)),
    names: factors.map((factor) => factor.site.name),
  };
}

function commonScale(factors: readonly ModelFactor[]): Scale {
  const scales = new Set(factors.map((factor) => factor.site.scale));
  const [scale = 1, ...others] = scales;
  if (others.length === 0 && typeof scale === 'number') return scale;
  throw new EnumerationError({
    where: 'enumeration',
    expected: 'one scale, a number, for all sites that are summed together',
    got: factors.map(({ site }) => `${typeof site.scale === 'number' ? site.scale : 'a tensor'} at "${site.name}"`).join(', '),
    hint: 'scale around all of them, or the same subsampling of their plates',
  });
}

/** A guide site's enumerated values must be the same all over what is summed, or sums and expectations do not commute. */
function checkGlobality(factors: readonly ModelFactor[], component: Component, pair: TracedPair): void {
  const dims = new Set(factors.flatMap((factor) => factor.packed.dims));
  for (const site of sampleSites(pair.guide)) {
    if (!pair.allocator.sites.has(site.name) || !dims.has(enumDim(site.name))) continue;
    const plate = [...ordinalOf(site)].find((name) => !component.ordinal.has(name));
    if (plate === undefined) continue;
    throw new EnumerationError({
      where: 'enumeration',
      expected: `model enumeration no more global than that of guide site "${site.name}" in plate "${plate}"`,
      got: `sites ${factors.filter((factor) => factor.isMeasure).map((factor) => `"${factor.site.name}"`).join(', ')} summed outside that plate`,
      hint: 'enumeration of the global site in the guide, or sequentialPlate',
    });
  }
}
