import * as tf from '@tensorflow/tfjs-core';
import {
  adam,
  importance,
  predictive,
  resample,
  svi,
  traceElbo,
  type Objective,
  type Optimizer,
} from '../../infer/index.js';
import { fold } from '../../num/index.js';
import { condition, type Program } from '../../ppl/index.js';
import type { Posterior } from './calibrationTypes.js';

export interface ImportancePosteriorOptions {
  /** The latent sites. */
  readonly sites: readonly string[];
  /** Draws from the proposal. Default: 2000. */
  readonly numSamples?: number | undefined;
  /** Posterior draws out of these. Default: 100. */
  readonly draws?: number | undefined;
  /** What the latent sites are proposed from. Default: the model's prior. */
  readonly guide?: Program<[]> | undefined;
}

/** A posterior by importance sampling and resampling, in parallel runs; exact as `numSamples` grows. */
export function posteriorByImportance(model: Program<[]>, options: ImportancePosteriorOptions): Posterior {
  const { sites, numSamples = 2000, draws = 100, guide } = options;
  const draw: Posterior = (data, key) => {
    const weigh = importance(condition(data, model), guide, { numSamples, parallel: true, returnSites: sites });
    const { samples, weights } = weigh(fold(key, 'draws'));
    return resample(fold(key, 'choice'), samples, weights, draws);
  };
  return tidied(draw);
}

export interface SviPosteriorOptions {
  readonly guide: Program<[]>;
  /** Default: 200. */
  readonly steps?: number | undefined;
  /** Posterior draws from the trained guide. Default: 100. */
  readonly draws?: number | undefined;
  /** Default: adam with a learning rate of 0.05. */
  readonly optimizer?: Optimizer | undefined;
  /** Default: `traceElbo()`. */
  readonly elbo?: Objective | undefined;
}

/** A posterior by a guide that is trained anew on each set of data. The model sees the data as observed sites. */
export function posteriorBySvi(model: Program<[]>, options: SviPosteriorOptions): Posterior {
  const { guide, steps = 200, draws = 100, optimizer = adam({ learningRate: 0.05 }), elbo = traceElbo() } = options;
  const draw: Posterior = (data, key) => {
    const fit = svi({ model: condition(data, model), guide, optimizer, elbo });
    let state = fit.init(fold(key, 'init'));
    for (let i = 0; i < steps; i += 1) state = fit.step(state).state;
    return predictive(guide, { numSamples: draws, params: fit.params(state), parallel: true })(fold(key, 'draws'));
  };
  return tidied(draw);
}

/** The same draws, with nothing else left. */
function tidied(draw: Posterior): Posterior {
  return (data, key) => tf.tidy(() => ({ ...draw(data, key) }));
}
