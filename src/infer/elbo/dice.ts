import * as tf from '@tensorflow/tfjs-core';
import { gradientOnly, select, stopGradient } from '../../num/index.js';
import type { SampleMessage, Site } from '../../ppl/index.js';
import {
  addAll,
  combine,
  spread,
  sumOver,
  sumProduct,
  unionOfDims,
  workspace,
  type Packed,
  type Workspace,
} from '../enumeration/index.js';
import { bareLogDensity, densityShape, maskedLogDensity, sampleSites } from '../logDensity.js';
import { sumOf } from '../sumOf.js';
import type { BaselineLedger } from './baselineLedger.js';
import { enumDim, isElsewhere, iterationsOf, ordinalOf, packScaled, packSite } from './cost.js';
import type { Cost, Iterations } from './cost.js';
import { needsScore } from './estimatorOf.js';
import type { TracedPair } from './objective.js';

/** The log probability with which a guide site's value came about, as a factor on the costs that it may change. */
interface Weight {
  readonly site: Site<SampleMessage>;
  readonly packed: Packed;
  readonly ordinal: ReadonlySet<string>;
  readonly iterations: Iterations;
  /** Whether all its values, or several draws, are in one tensor dim of its own. */
  readonly isEnumerated: boolean;
  /** How many runs there are because of it; undefined unless it is enumerated sequentially. */
  readonly numRuns: number | undefined;
  /** Its position in the guide's trace, and the first position in the model's from which terms may depend on it. */
  readonly order: number;
  readonly modelOrder: number;
}

/**
 * The expected sum of costs over the guide: its value is the estimate, its gradient the unbiased gradient.
 *
 * @param ledger takes baselines off the costs that scores are multiplied by; without it there are none
 * @see Foerster et al. 2018, "DiCE: the infinitely differentiable Monte Carlo estimator", equation (4)
 */
export function expectedCost(costs: readonly Cost[], pair: TracedPair, ledger?: BaselineLedger): tf.Scalar {
  const weights = weightsOf(pair);
  const space = workspace();
  const terms = costs.map((cost) => weighted(cost, upstream(cost, weights), space));
  const pulls = ledger === undefined ? [] : weights.flatMap((weight) => baselineOf(weight, costs, ledger));
  return sumOf([...terms, ...pulls]);
}

/**
 * Minus the scaled and masked log density of each guide site. The mean of a score is 0, so the log density of a draw that needs one has
 * no gradient but by what comes of the draw.
 */
export function guideCosts(pair: TracedPair): Cost[] {
  return sampleSites(pair.guide).map((site, order) => {
    const density = maskedLogDensity(site);
    const own = !isSummed(site, pair) && needsScore(site) ? stopGradient(density) : density;
    const { packed, multiplier } = packScaled(own, site, pair);
    return {
      packed,
      multiplier: -multiplier,
      ordinal: ordinalOf(site),
      iterations: iterationsOf([site]),
      side: 'guide',
      order,
    };
  });
}

/** Whether all values of a guide site are tried, at once or one after the other. */
function isSummed({ name }: Site<SampleMessage>, { allocator }: TracedPair): boolean {
  return allocator.sites.get(name)?.isDrawn === false || allocator.sequential.has(name);
}

/** 0, with the gradient of what a site's baseline changes: minus its score times the baseline, and the squared error of a trained one. */
function baselineOf(weight: Weight, costs: readonly Cost[], ledger: BaselineLedger): tf.Scalar[] {
  const { site, ordinal, isEnumerated, numRuns } = weight;
  if (site.infer.baseline === undefined || isEnumerated || numRuns !== undefined) return [];
  const downstream = addAll(costs.filter((cost) => mayDepend(cost, weight)).map((cost) => reducedTo(cost, ordinal)));
  const cost = stopGradient(inPlates(downstream, site));
  const { residual, error } = ledger.apply(site, cost);
  const baseline = stopGradient(tf.sub(cost, residual));
  const pull = tf.neg(tf.sum<tf.Scalar>(tf.mul(gradientOnly(bareLogDensity(site)), baseline)));
  return error === undefined ? [pull] : [pull, tf.neg<tf.Scalar>(gradientOnly(error) as tf.Scalar)];
}

/** What was reduced to the plates of a site, with each where the site has it. */
function inPlates(packed: Packed, site: Site<SampleMessage>): tf.Tensor {
  const { length } = densityShape(site);
  const names = new Map(site.plates.map(({ dim, name }) => [dim, name]));
  return spread(
    packed,
    Array.from({ length }, (_, i) => names.get(i - length) ?? `dim ${i - length}`),
  );
}

/** A cost summed over all plates but some. */
function reducedTo({ packed, multiplier }: Cost, ordinal: ReadonlySet<string>): Packed {
  const summed = sumOver(
    packed,
    packed.dims.filter((dim) => !ordinal.has(dim)),
  );
  return { ...summed, tensor: tf.mul(summed.tensor, multiplier) };
}

function weightsOf(pair: TracedPair): Weight[] {
  const modelOrder = new Map(sampleSites(pair.model).map((site, order) => [site.name, order]));
  const guide = sampleSites(pair.guide);
  return guide.flatMap((site, order) => {
    const own = pair.allocator.sites.get(site.name);
    const isEnumerated = own !== undefined;
    const numRuns = pair.allocator.sequential.get(site.name);
    const isExact = isSummed(site, pair);
    if (!isEnumerated && !isExact && !needsScore(site)) return [];
    const log = isExact ? bareLogDensity(site) : tf.sub(score(site), Math.log(own?.size ?? 1));
    const iterations = iterationsOf([site]);
    const later = guide.slice(order).filter((next) => !isElsewhere(iterationsOf([next]), iterations));
    const first = Math.min(...later.map((next) => modelOrder.get(next.name) ?? Infinity));
    const packed = packSite(log, site, pair);
    return [{ site, packed, ordinal: ordinalOf(site), iterations, isEnumerated, numRuns, order, modelOrder: first }];
  });
}

/** 0, with the gradient of the site's log density unless its draws are reparameterised. */
function score(site: Site<SampleMessage>): tf.Tensor {
  if (!needsScore(site)) return tf.zeros([...densityShape(site)]);
  return gradientOnly(bareLogDensity(site));
}

/** What a cost is multiplied by: log weights over its plates, and a number. */
interface Upstream {
  readonly logWeights: readonly Packed[];
  readonly share: number;
}

/** The log weights of all sites that `cost` may depend on, reduced to its plates. */
function upstream(cost: Cost, weights: readonly Weight[]): Upstream {
  const logWeights: Packed[] = [];
  let share = 1;
  for (const weight of withoutLeaves(cost, weights)) {
    const outside = [...weight.ordinal].filter((plate) => !cost.ordinal.has(plate));
    const isWithin = mayDepend(cost, weight) && outside.length === 0;
    if (isWithin) logWeights.push(weight.packed);
    // Each of the runs counts the cost again.
    else if (weight.numRuns !== undefined) share /= weight.numRuns;
    else if (mayDepend(cost, weight) && !weight.isEnumerated && !holdsForeignDim(cost, weight, weights)) {
      // A draw in a plate that the cost has been summed over: its score reaches the cost from every index.
      logWeights.push(sumOver(weight.packed, outside));
    }
  }
  return { logWeights, share };
}

/** Weights that sum to 1 over a dim which nothing else holds are left out. */
function withoutLeaves(cost: Cost, weights: readonly Weight[]): Weight[] {
  const numHolders = new Map<string, number>();
  const count = ({ packed, isEnumerated }: Weight, by: number): void => {
    if (isEnumerated || by > 0) for (const dim of packed.dims) numHolders.set(dim, (numHolders.get(dim) ?? 0) + by);
  };
  const near = weights.filter((weight) => weight.numRuns !== undefined || mayDepend(cost, weight));
  for (const weight of near) count(weight, 1);
  const kept: Weight[] = [];
  for (const weight of near.reverse()) {
    const own = enumDim(weight.site.name);
    const isLeaf = weight.packed.dims.includes(own) && numHolders.get(own) === 1 && !cost.packed.dims.includes(own);
    if (isLeaf && weight.isEnumerated) count(weight, -1);
    else kept.push(weight);
  }
  return kept.reverse();
}

function mayDepend(cost: Cost, weight: Weight): boolean {
  if (cost.packed.dims.includes(enumDim(weight.site.name))) return true;
  if (isElsewhere(cost.iterations, weight.iterations)) return false;
  return cost.side === 'guide' ? cost.order >= weight.order : cost.order >= weight.modelOrder;
}

/** Whether a draw depends on a site enumerated outside the cost's plates: the cost would hold that dim if it depended. */
function holdsForeignDim(cost: Cost, weight: Weight, weights: readonly Weight[]): boolean {
  return weights.some(
    (other) =>
      other.isEnumerated &&
      weight.packed.dims.includes(enumDim(other.site.name)) &&
      [...other.ordinal].some((plate) => !cost.ordinal.has(plate)),
  );
}

/** Σ P · cost over the cells where P > 0, with P the probability of the cost's cell under its upstream sites. */
function weighted(cost: Cost, { logWeights, share }: Upstream, space: Workspace): tf.Scalar {
  const { packed, ordinal } = cost;
  const multiplier = cost.multiplier * share;
  if (logWeights.length === 0) return times(tf.sum(packed.tensor), multiplier);
  const isKept = (dim: string): boolean => packed.dims.includes(dim) || ordinal.has(dim);
  const gone = unionOfDims(logWeights).filter((dim) => !isKept(dim));
  const logP = sumProduct(logWeights, gone, space);
  const summed = sumOver(
    packed,
    packed.dims.filter((dim) => !logP.dims.includes(dim)),
  );
  const terms = combine({ ...logP, tensor: tf.exp(logP.tensor) }, summed, (p, values) =>
    tf.mul(p, select(tf.greater(stopGradient(p), 0), values, 0)),
  );
  return times(tf.sum(terms.tensor), multiplier);
}

function times(x: tf.Scalar, multiplier: number): tf.Scalar {
  return multiplier === 1 ? x : tf.mul(x, multiplier);
}
