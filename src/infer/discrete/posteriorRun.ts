import { NumericError, type Key } from '../../num/index.js';
import { replay, type Program, type Trace } from '../../ppl/index.js';
import { choosePosterior, type PosteriorChoice } from './choosePosterior.js';
import { latentPair } from './latentPair.js';

/** A run of a model whose enumerated sites have values from their joint posterior given all others. */
export interface PosteriorRun<R> extends PosteriorChoice {
  readonly result: R;
}

/** Chooses values for the enumerated sites of the model given those of a guide's run, and runs the model with all of them. */
export function posteriorRun<Args extends readonly unknown[], R>(
  model: Program<Args, R>,
  ofGuide: Trace,
  args: Args,
  key?: Key,
): PosteriorRun<R> {
  const choice = choosePosterior(latentPair(model, ofGuide, args), key);
  if (!Number.isFinite(choice.logPosterior)) throw impossible('inferDiscrete', choice.logPosterior);
  return { ...choice, result: replay(latentOf(choice.trace), model)(...args) };
}

/** What is asked of data that have probability 0 has no answer. */
export function impossible(where: string, got: number): NumericError {
  return new NumericError({
    where,
    expected: 'data that are possible under the model, given all values that are not enumerated',
    got: `a log posterior of ${got}`,
    hint: 'other data, or a model that gives them a probability above 0',
  });
}

/** Without observed sites, which the model observes again. */
function latentOf(trace: Trace): Trace {
  const latent = [...trace.sites].filter(([, site]) => site.type !== 'sample' || !site.observed);
  return { ...trace, sites: new Map(latent) };
}
