import type * as tf from '@tensorflow/tfjs-core';
import { ArgumentError } from '../../num/index.js';
import { checkOptionNames, nextKey, type Program } from '../../ppl/index.js';
import { guideRun } from './posteriorRun.js';
import { posteriorRun } from './posteriorRun.js';

export interface InferDiscreteOptions<Args extends readonly unknown[] = readonly unknown[]> {
  /** Draws the other latent sites, as after training; without it they are drawn from the model's own distributions. */
  readonly guide?: Program<Args>;
  /** 1 for a joint draw from the posterior, 0 for the joint mode. Default: 1. */
  readonly temperature?: 0 | 1;
}

export interface DiscretePosterior<R = unknown> {
  /** What the model returned, run with the chosen values. */
  readonly result: R;
  /** The chosen values by site: [plates, ...event]; the caller owns them. */
  readonly values: Readonly<Record<string, tf.Tensor>>;
  /** The log probability of the chosen values given all other values of the run, in nats. */
  readonly logPosterior: number;
}

/**
 * Runs `model` with each site that is marked `infer: { enumerate: 'parallel' }` set to a joint draw from the posterior, or to
 * the joint mode, given all other values of the run.
 *
 * Masked data have no part in the posterior; scales, such as those of subsampling, are left out. Handlers outside see the run
 * with the chosen values only; data to condition on belong inside.
 *
 * @returns a program; a draw needs `seed` around it
 * @throws ArgumentError unless the temperature is 0 or 1
 * @throws EnumerationError if the sites cannot be summed out, or the guide enumerates; NumericError if the data have probability 0
 */
export function inferDiscrete<Args extends readonly unknown[], R>(
  model: Program<Args, R>,
  options: InferDiscreteOptions<Args> = {},
): Program<Args, DiscretePosterior<R>> {
  const temperature = checkTemperature('inferDiscrete', options);
  return (...args) => {
    const key = temperature === 1 ? nextKey('inferDiscrete') : undefined;
    const { result, values, logPosterior } = posteriorRun(model, guideRun(options.guide, args), args, key);
    return { result, values, logPosterior };
  };
}

/** @throws ArgumentError */
function checkTemperature(where: string, options: { readonly temperature?: 0 | 1 }): 0 | 1 {
  checkOptionNames(where, options, ['guide', 'temperature']);
  // Callers in JavaScript may pass any number.
  const temperature: number = options.temperature ?? 1;
  if (temperature === 0 || temperature === 1) return temperature;
  const expected = 'temperature 0 for the mode or 1 for a draw';
  throw new ArgumentError({ where, expected, got: String(temperature) });
}
