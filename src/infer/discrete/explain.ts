import * as tf from '@tensorflow/tfjs-core';
import { key as keyOf, type Key } from '../../num/index.js';
import { checkOptionNames, type Program, type SampleMessage, type Site } from '../../ppl/index.js';
import { modelParts, sumsOf, type Component } from '../elbo/components.js';
import { runEnumeratedPair, type TracedPair } from '../elbo/runPair.js';
import { platesOf } from '../elbo/sites.js';
import { nodesTo } from '../factors/contraction.js';
import { textOf, type Dim } from '../factors/dims.js';
import { planContractions, type PlanLimits } from '../factors/planContraction.js';
import { sampleSites } from '../logDensity.js';
import type { EnumerationPlan, PlannedComponent, PlannedSite } from './enumerationPlan.js';
import { planText } from './enumerationPlan.js';

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
  const components = first === undefined ? [] : modelParts(first).components.flatMap((one) => planned(one, limits));
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
    return [{ name: site.name, side, strategy, size, dim: parallel?.dim, plates: namesOf(platesOf(site)) }];
  };
  const ofGuide = sampleSites(guide).flatMap((site) => row(site, 'guide'));
  const ofModel = sampleSites(model).flatMap((site) => (guide.sites.has(site.name) ? [] : row(site, 'model')));
  return [...ofGuide, ...ofModel];
}

function planned(component: Component, limits: PlanLimits): PlannedComponent[] {
  const { factors, sums } = sumsOf([component]);
  return planContractions(factors, sums, limits).map(({ result, unrolled, cells }) => {
    const nodes = nodesTo(result);
    const steps = nodes
      .filter((node) => node.kind !== 'factor')
      .map((node) => ({ kind: node.kind, over: namesOf(node.over), dims: namesOf(node.dims), cells: node.cells }));
    return {
      sites: component.densities.filter(({ isMeasure }) => isMeasure).map(({ site }) => site.name),
      factors: component.densities.map(({ site, factor }) => ({ site: site.name, dims: namesOf(factor.dims) })),
      plates: namesOf(component.plates),
      unrolled: namesOf(unrolled),
      steps,
      cells,
      work: nodes.reduce((sum, node) => sum + node.cells, 0),
    };
  });
}

function namesOf(dims: Iterable<Dim>): string[] {
  return Array.from(dims, textOf);
}
