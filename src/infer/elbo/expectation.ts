import * as tf from '@tensorflow/tfjs-core';
import { select, stopGradient } from '../../num/index.js';
import { isSubset, type Dim } from '../factors/dims.js';
import { combine, type LogFactor, sumOver, unionOfDims } from '../factors/logFactor.js';
import type { SumProduct } from '../factors/planContraction.js';
import { sumProducts } from '../factors/sumProduct.js';
import { sumOf } from '../logDensity.js';
import type { TracedPair } from './runPair.js';
import { type Choice, type Term, type Terms, termsOf } from './terms.js';

/** Scalars of value 0 with the gradient of what a choice's baseline changes, given the terms that depend on the choice. */
export type Baselines = (choice: Choice, downstream: readonly Term[]) => tf.Scalar[];

/**
 * The expected sum of terms over the guide: its value is the estimate, its gradient the unbiased gradient.
 *
 * @param baselines taken off the costs that scores are multiplied by; without it there are none
 * @see Foerster et al. 2018, "DiCE: the infinitely differentiable Monte Carlo estimator", equation (4)
 */
export function expectation({ terms, choices }: Terms, baselines?: Baselines): tf.Scalar {
  const weights = terms.map((term) => weightOf(term, choices));
  const weighted = weights.filter(({ upstream }) => upstream.length > 0);
  const places = new Map(choices.map((choice, i) => [choice, i]));
  const sums = weighted.map(({ upstream, over, term }): SumProduct => {
    return { factors: upstream.map((choice) => places.get(choice) ?? NaN), over, plates: term.factor.plates };
  });
  const factors = choices.map(({ factor }) => factor);
  const logs = new Map(sumProducts(factors, sums).map((log, i) => [weighted[i], log]));
  const costs = weights.map((weight) => times(cost(weight.term, logs.get(weight)), weight.term.scale * weight.share));
  const downstream = (choice: Choice): Term[] => terms.filter((term) => dependsOn(term, choice));
  const pulls = choices.flatMap((choice) => baselines?.(choice, downstream(choice)) ?? []);
  return sumOf([...costs, ...pulls]);
}

function dependsOn({ dependsOn: names }: Term, { site }: Choice): boolean {
  return names.has(site.name);
}

/** What a term is multiplied by: the product of the weights of choices, summed over the dims that the term lacks, and a number. */
interface Weight {
  readonly term: Term;
  readonly upstream: readonly Choice[];
  readonly over: readonly Dim[];
  readonly share: number;
}

/** The weights of all choices that a term may depend on. */
function weightOf(term: Term, choices: readonly Choice[]): Weight {
  const { dims, plates } = term.factor;
  const upstream: Choice[] = [];
  let share = 1;
  for (const choice of withoutLeaves(term, choices)) {
    const isWithin = isSubset(choice.factor.plates, plates);
    if (dependsOn(term, choice) && (isWithin || reaches(term, choice, choices))) upstream.push(choice);
    // Each of the runs counts the term again.
    else if (choice.numRuns !== undefined) share /= choice.numRuns;
  }
  const held = unionOfDims(upstream.map(({ factor }) => factor));
  return { term, upstream, over: held.filter((dim) => dim.kind === 'site' && !dims.includes(dim)), share };
}

/** Weights that sum to 1 over a dim which nothing else holds are left out. */
function withoutLeaves(term: Term, choices: readonly Choice[]): Choice[] {
  const numHolders = new Map<Dim, number>();
  const count = ({ factor }: Choice, by: number): void => {
    for (const dim of factor.dims) numHolders.set(dim, (numHolders.get(dim) ?? 0) + by);
  };
  const near = choices.filter((choice) => choice.numRuns !== undefined || dependsOn(term, choice));
  for (const choice of near) count(choice, 1);
  const kept: Choice[] = [];
  for (const choice of near.reverse()) {
    const { dim, factor } = choice;
    const isHeld = numHolders.get(dim) !== 1 || term.factor.dims.includes(dim);
    if (choice.isEnumerated && factor.dims.includes(dim) && !isHeld) count(choice, -1);
    else kept.push(choice);
  }
  return kept.reverse();
}

/**
 * Whether the score of a draw in a plate that a term has been summed over reaches the term, from every index. Not if the draw depends on
 * a site enumerated outside the term's plates: the term would hold that dim if it depended.
 */
function reaches(term: Term, { factor, isEnumerated, numRuns }: Choice, choices: readonly Choice[]): boolean {
  if (isEnumerated || numRuns !== undefined) return false;
  const isForeign = (other: Choice): boolean =>
    other.isEnumerated && factor.dims.includes(other.dim) && !isSubset(other.factor.plates, term.factor.plates);
  return !choices.some(isForeign);
}

/** Σ P · term over the cells where P > 0, with P the probability of the term's cell under its upstream choices. */
function cost({ factor }: Term, logWeight: LogFactor | undefined): tf.Scalar {
  if (logWeight === undefined) return tf.sum(factor.tensor);
  const gone = factor.dims.filter((dim) => !logWeight.dims.includes(dim));
  const weighted = combine({ ...logWeight, tensor: tf.exp(logWeight.tensor) }, sumOver(factor, gone), (p, values) =>
    tf.mul(p, select(tf.greater(stopGradient(p), 0), values, 0)),
  );
  return tf.sum(weighted.tensor);
}

function times(x: tf.Scalar, factor: number): tf.Scalar {
  return factor === 1 ? x : tf.mul(x, factor);
}

/**
 * What each site adds to the ELBO, in nats: `model/x` its expected log density, `guide/z` minus that under the
 * guide. Sites that the model sums out together have one term, `model/k + x`. The terms add up to the estimate of the ELBO.
 *
 * @param runs what an objective's `traces` gives
 * @param numParticles over how many of these the estimate is a mean: the objective's own
 */
export function siteTerms(runs: readonly TracedPair[], numParticles: number): Record<string, number> {
  const means: Record<string, number> = {};
  for (const pair of runs) {
    tf.tidy(() => {
      const { terms, choices } = termsOf(pair);
      for (const term of terms) {
        const name = `${term.side}/${term.sites.join(' + ')}`;
        const value = expectation({ terms: [term], choices }).dataSync()[0] ?? NaN;
        means[name] = (means[name] ?? 0) + value / numParticles;
      }
    });
  }
  return means;
}
