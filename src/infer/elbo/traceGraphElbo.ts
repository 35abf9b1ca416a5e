import * as tf from '@tensorflow/tfjs-core';
import { gradientOnly, stopGradient } from '../../num/index.js';
import { bareLogDensity } from '../logDensity.js';
import { sumOf } from '../sumOf.js';
import { baselineLedger, type BaselineLedger } from './baselineLedger.js';
import { downstreamCost, scoreSites, termsOf, type ScoreSite, type Term } from './graphTerms.js';
import type { Objective, ParticleOptions, TracedPair } from './objective.js';
import { checkObjectiveOptions } from './particles.js';
import { sampledObjective } from './sampledObjective.js';

/**
 * The negative evidence lower bound with, at each draw that is not reparameterised, the score times only those terms that may
 * depend on the draw, less a baseline if the site has one (`infer: { baseline }`).
 *
 * Neither changes the expected gradient; both lower its variance.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Schulman et al. 2015, "Gradient estimation using stochastic computation graphs", theorem 1 and section 3.1
 */
export function traceGraphElbo(options: ParticleOptions = {}): Objective {
  checkObjectiveOptions('traceGraphElbo', options, ['vectorizeParticles']);
  return sampledObjective({
    name: 'traceGraphElbo',
    options,
    estimate: ({ runs, count }, { memory }) => {
      const ledger = baselineLedger(memory);
      const losses = runs.map((traced) => lossOf(traced, ledger));
      ledger.close();
      return tf.div(sumOf(losses), count);
    },
  });
}

/** Minus the ELBO of a run, with the gradients of the scores and of the baselines. */
function lossOf(traced: TracedPair, ledger: BaselineLedger): tf.Scalar {
  const terms = termsOf(traced);
  const scores = scoreSites(traced);
  const drawn = new Set(scores.map(({ site }) => site));
  // The mean of a score is 0, so a draw's own log density has no gradient but by what comes of the draw.
  const elbo = terms.map((term) =>
    tf.sum(drawn.has(term.site) && term.side === 'guide' ? stopGradient(term.cost) : term.cost),
  );
  const extras = scores.flatMap((score) => gradientsOf(score, terms, ledger));
  const loss = elbo.reduce<tf.Tensor>((sum, term) => tf.sub(sum, term), tf.scalar(0));
  return extras.reduce<tf.Scalar>((sum, extra) => tf.add(sum, gradientOnly(extra)), loss as tf.Scalar);
}

/** What is added to the loss for its gradient: minus score times cost, and the squared error of a baseline. */
function gradientsOf(score: ScoreSite, terms: readonly Term[], ledger: BaselineLedger): tf.Tensor[] {
  const cost = stopGradient(downstreamCost(score, terms));
  const { residual, error } = ledger.apply(score.site, cost);
  const pull = tf.neg(tf.sum(tf.mul(bareLogDensity(score.site), stopGradient(residual))));
  return error === undefined ? [pull] : [pull, error];
}
