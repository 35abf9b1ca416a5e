import { EnumerationError, type Key, NumericError } from '../../num/index.js';
import { block, type Program, replay, type Trace, trace } from '../../ppl/index.js';
import type { TracedPair } from '../elbo/runPair.js';
import { dimAllocator } from '../enumeration/dimAllocator.js';
import { enumerate } from '../enumeration/enumerate.js';
import { PlateNestingError } from '../enumeration/errors.js';
import { sampleSites } from '../logDensity.js';
import { choosePosterior, type PosteriorChoice } from './choosePosterior.js';

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

/** A run of a guide, hidden from all handlers outside; without a guide, one that has no sites. */
export function guideRun<Args extends readonly unknown[]>(guide: Program<Args> | undefined, args: Args): Trace {
  return guide === undefined
    ? { result: undefined, sites: new Map(), plates: new Map() }
    : block({}, trace(guide))(...args);
}

/**
 * Runs the model with the values of a guide's run, hidden from all handlers outside, with the model's marked sites enumerated.
 *
 * @throws EnumerationError if a site of the guide is marked for enumeration
 */
export function latentPair<Args extends readonly unknown[]>(
  model: Program<Args>,
  ofGuide: Trace,
  args: Args,
): TracedPair {
  for (const site of sampleSites(ofGuide)) {
    if (site.observed || site.infer.enumerate === undefined) continue;
    throw new EnumerationError({
      where: `sample("${site.name}")`,
      expected: 'a guide without enumeration, as the posterior is given its draws',
      got: `infer.enumerate: '${site.infer.enumerate}'`,
      hint: 'to leave the site out of the guide, so that the model sums over it',
    });
  }
  for (let maxPlateNesting = 0; ;) {
    // Cautious, so that values used beyond the history of markov show.
    const allocator = dimAllocator(maxPlateNesting, true);
    try {
      const traced = block({}, trace(enumerate(allocator, replay(ofGuide, model))))(...args);
      return { guide: ofGuide, model: traced, allocator };
    } catch (error) {
      if (!(error instanceof PlateNestingError)) throw error;
      maxPlateNesting = error.needed;
    }
  }
}
