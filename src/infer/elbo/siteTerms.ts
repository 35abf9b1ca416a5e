import * as tf from '@tensorflow/tfjs-core';
import { componentCost, modelTerms } from './modelCosts.js';
import { sampleSites } from '../logDensity.js';
import type { Cost } from './cost.js';
import { expectedCost, guideCosts } from './dice.js';
import type { TracedPair } from './objective.js';

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
    for (const [name, cost] of namedCosts(pair)) {
      const term = tf.tidy(() => expectedCost([cost], pair).dataSync()[0] ?? NaN);
      means[name] = (means[name] ?? 0) + term / numParticles;
    }
  }
  return means;
}

function namedCosts(pair: TracedPair): (readonly [string, Cost])[] {
  const [model, guide] = [pair.model, pair.guide].map((trace) => sampleSites(trace).map(({ name }) => name));
  const { costs, components } = modelTerms(pair);
  const together = components.map((component) => {
    const names = component.factors.map(({ site }) => site.name).join(' + ');
    return [`model/${names}`, componentCost(component, pair, undefined)] as const;
  });
  return [
    ...costs.map((cost) => [`model/${model?.[cost.order] ?? ''}`, cost] as const),
    ...together,
    ...guideCosts(pair).map((cost) => [`guide/${guide?.[cost.order] ?? ''}`, cost] as const),
  ];
}
