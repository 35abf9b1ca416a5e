import * as tf from '@tensorflow/tfjs-core';
import { key as keyOf, type Key } from '../../num/index.js';
import { checkOptionNames, type Program, type SampleMessage, type Site } from '../../ppl/index.js';
import { ordinalOf } from '../elbo/cost.js';
import type { TracedPair } from '../elbo/index.js';
import { modelTerms, type ModelFactor } from '../elbo/modelCosts.js';
import { runEnumeratedPair } from '../elbo/runPair.js';
import {
  planContraction,
  stepPool,
  stepsTo,
  widestDims,
  type Component,
  type PlanLimits,
} from '../enumeration/index.js';
import { sampleSites } from '../logDensity.js';
import type { EnumerationPlan, PlannedComponent, PlannedSite } from './enumerationPlan.js';
import { planText } from './planText.js';

export interface ExplainOptions extends Pick<PlanLimits, 'maxContractionCells'> {
  /** The key of the run that is explained. Default: key(0). */
  readonly key?: Key;
}

/**
 * The plan by which `traceEnumElbo` enumerates: sites with their dims, what is summed together, and in which order.
 *
 * @throws EnumerationError, ShapeError where `traceEnumElbo` would
 */
export function explain<Args extends readonly unknown[]>(
  model: Program<Args>,
  guide: Program<Args>,
  args: Args,
  options: ExplainOptions = {},
): EnumerationPlan {
  checkOptionNames('explain', options, ['key', 'maxContractionCells']);
  const programs = { model: () => model(...args), guide: () => guide(...args), args: [] };
  const { key = keyOf(0) } = options;
  const plans: EnumerationPlan[] = [];
  tf.tidy(() => void plans.push(planOf(runEnumeratedPair(programs, key, ROOM), options)));
  // tidy hands on tensors only, or what holds nothing else.
  return plans[0] as EnumerationPlan;
}

const ROOM = { maxPlateNesting: 0, isFixed: false };

function planOf(pairs: readonly TracedPair[], limits: PlanLimits): EnumerationPlan {
  const sites = new Map(pairs.flatMap(sitesOf).map((site) => [site.name, site]));
  const [first] = pairs;
  const components = first === undefined ? [] : modelTerms(first).components.map((one) => planned(one, limits));
  const maxPlateNesting = first?.allocator.maxPlateNesting ?? 0;
  const plan = { maxPlateNesting, sites: [...sites.values()], numRuns: pairs.length, components };
  return { ...plan, text: planText(plan) };
}

function sitesOf({ guide, model, allocator }: TracedPair): PlannedSite[] {
  const row = (site: Site<SampleMessage>, side: 'guide' | 'model'): PlannedSite[] => {
    const parallel = allocator.sites.get(site.name);
    const size = parallel?.size ?? allocator.sequential.get(site.name);
    if (size === undefined) return [];
    const strategy = parallel === undefined ? 'sequential' : 'parallel';
    return [{ name: site.name, side, strategy, size, dim: parallel?.dim, plates: [...ordinalOf(site)] }];
  };
  const ofGuide = sampleSites(guide).flatMap((site) => row(site, 'guide'));
  const ofModel = sampleSites(model).flatMap((site) => (guide.sites.has(site.name) ? [] : row(site, 'model')));
  return [...ofGuide, ...ofModel];
}

function planned({ factors, sumDims, ordinal }: Component<ModelFactor>, limits: PlanLimits): PlannedComponent {
  const pool = stepPool();
  const plated = factors.map((factor) => ({ step: pool.factor(factor.packed), ordinal: factor.ordinal }));
  const { result, unrolled, cells } = planContraction(pool, plated, sumDims, ordinal, limits);
  const all = stepsTo(result);
  const work = all.reduce((sum, step) => sum + pool.cells(widestDims(step)), 0);
  const steps = all
    .filter((step) => step.kind !== 'factor')
    .map((step) => ({ kind: step.kind, over: step.over, dims: step.dims, cells: pool.cells(widestDims(step)) }));
  return {
    sites: factors.filter(({ isMeasure }) => isMeasure).map(({ site }) => site.name),
    factors: factors.map(({ site, packed }) => ({ site: site.name, dims: packed.dims })),
    plates: [...ordinal],
    unrolled,
    steps,
    cells,
    work,
  };
}
