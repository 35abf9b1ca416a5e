import * as tf from '@tensorflow/tfjs-core';
import type { SampleMessage, Site } from '../../ppl/index.js';
import { logDensity, sampleSites } from '../logDensity.js';
import { sumToPlates } from '../particlePlate.js';
import { needsScore } from './estimatorOf.js';
import type { TracedPair } from './objective.js';

type SampleSite = Site<SampleMessage>;

/** One term of the ELBO: a model site's log density, or minus that of a guide site; scaled and masked. */
export interface Term {
  readonly cost: tf.Tensor;
  readonly site: SampleSite;
  readonly side: 'guide' | 'model';
  /** Its position among the sample sites of its trace. */
  readonly order: number;
}

/** A guide site whose draw passes no gradient on. */
export interface ScoreSite {
  readonly site: SampleSite;
  readonly order: number;
  /** The first position in the model's trace at which a term may depend on the draw. */
  readonly modelOrder: number;
}

export function termsOf({ guide, model }: TracedPair): Term[] {
  const modelTerms = sampleSites(model).map((site, order): Term => {
    return { cost: logDensity(site), site, side: 'model', order };
  });
  const guideTerms = sampleSites(guide).map((site, order): Term => {
    return { cost: tf.neg(logDensity(site)), site, side: 'guide', order };
  });
  return [...modelTerms, ...guideTerms];
}

/** @throws EstimatorError if a guide site asks for an estimator that it cannot have */
export function scoreSites({ guide, model }: TracedPair): ScoreSite[] {
  const modelOrders = new Map(sampleSites(model).map((site, order) => [site.name, order]));
  const sites = sampleSites(guide);
  return sites.flatMap((site, order) => {
    if (!needsScore(site)) return [];
    const downstream = sites.slice(order).filter((later) => !isElsewhere(later, site));
    const starts = downstream.map((later) => modelOrders.get(later.name) ?? Infinity);
    return [{ site, order, modelOrder: Math.min(...starts) }];
  });
}

/** The sum of the terms that may depend on a draw, each reduced to the plates of the draw. */
export function downstreamCost(score: ScoreSite, terms: readonly Term[]): tf.Tensor {
  return terms
    .filter((term) => mayDepend(term, score))
    .map((term) => sumToPlates(term.cost, term.site, score.site.plates))
    .reduce<tf.Tensor>((sum, cost) => tf.add(sum, cost), tf.scalar(0));
}

function mayDepend({ side, order, site }: Term, score: ScoreSite): boolean {
  if (isElsewhere(site, score.site)) return false;
  return order >= (side === 'guide' ? score.order : score.modelOrder);
}

/** Whether two sites are in different iterations of one sequential plate, which are independent given what is outside. */
function isElsewhere(site: SampleSite, other: SampleSite): boolean {
  return site.plates.some(({ name, iteration }) =>
    other.plates.some((frame) => frame.name === name && frame.iteration !== iteration),
  );
}
