import type * as tf from '@tensorflow/tfjs-core';
import { warn, type Key } from '../../num/index.js';
import { block, checkOptionNames, nextKey, type Program, type Trace } from '../../ppl/index.js';
import { posteriorRun, type PosteriorRun } from '../discrete/posteriorRun.js';
import { configEnumerate } from '../enumeration/configEnumerate.js';
import { sampleSites } from '../logDensity.js';
import { drawSites, type PredictiveOptions } from './predictive.js';

export type SamplePosteriorOptions = Omit<PredictiveOptions<[]>, 'posteriorSamples' | 'guide'>;

/**
 * Joint posterior draws of the latent sites of a model given its data: the guide's draws, the sites of finite support that the
 * guide lacks, drawn jointly and exactly given those, and the deterministic sites computed from them.
 *
 * Any other site that the guide lacks is drawn from the model's own distribution, with a warning. Scales have no part.
 *
 * @returns a function of a key and the arguments, giving by site [S, ...shape of one run]; the caller owns them
 * @throws ArgumentError if an option is unknown or `numSamples` is missing
 * @throws EnumerationError if the guide enumerates, or the sites that it lacks cannot be summed out
 */
export function samplePosterior<Args extends readonly unknown[]>(
  model: Program<Args>,
  guide: Program<NoInfer<Args>>,
  options: SamplePosteriorOptions,
): (key: Key, ...args: Args) => Record<string, tf.Tensor> {
  checkOptionNames('samplePosterior', options, ['numSamples', 'returnSites', 'parallel', 'params']);
  const warned = new Set<string>();
  return drawSites(model, { ...options, guide }, (ofGuide, source) => () => {
    const query = (): PosteriorRun<unknown> =>
      posteriorRun(configEnumerate(source), ofGuide, [], nextKey('samplePosterior'));
    const run = block({ hideTypes: ['observe'] }, query)();
    for (const name of drawnFromPrior(run, ofGuide).filter((site) => !warned.has(site))) {
      warned.add(name);
      warn(
        `samplePosterior: site "${name}" is not in the guide and has no finite support; it is drawn from its prior.`,
      );
    }
  });
}

/** The latent sites for which neither the guide nor enumeration gave the value. */
function drawnFromPrior({ trace, values }: PosteriorRun<unknown>, ofGuide: Trace): string[] {
  const isPrior = (name: string): boolean => !ofGuide.sites.has(name) && !(name in values);
  return sampleSites(trace).flatMap(({ name, observed, dist }) =>
    observed || dist.isFactor === true || !isPrior(name) ? [] : [name],
  );
}
