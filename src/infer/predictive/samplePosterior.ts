import type * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../../num/index.js';
import { block, checkOptionNames, type Program } from '../../ppl/index.js';
import { predictive, type PredictiveOptions } from './predictive.js';

export type SamplePosteriorOptions = Omit<PredictiveOptions<[]>, 'posteriorSamples' | 'guide'>;

/**
 * Draws of the latent sites of a model: those of the guide, replayed through the model, with the sites that the guide lacks
 * and the deterministic ones computed from them.
 *
 * @returns a function of a key and the arguments, giving by site [S, ...shape of one run]; the caller owns them
 * @throws ArgumentError if an option is unknown or `numSamples` is missing
 */
export function samplePosterior<Args extends readonly unknown[]>(
  model: Program<Args>,
  guide: Program<NoInfer<Args>>,
  options: SamplePosteriorOptions,
): (key: Key, ...args: Args) => Record<string, tf.Tensor> {
  checkOptionNames('samplePosterior', options, ['numSamples', 'returnSites', 'parallel', 'params']);
  return predictive(block({ hideTypes: ['observe'] }, model), { ...options, guide });
}
