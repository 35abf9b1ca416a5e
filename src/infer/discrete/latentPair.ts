import { EnumerationError } from '../../num/index.js';
import { block, replay, trace, type Program, type Trace } from '../../ppl/index.js';
import type { TracedPair } from '../elbo/index.js';
import { dimAllocator, enumerate, PlateNestingError } from '../enumeration/index.js';
import { sampleSites } from '../logDensity.js';

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
    const allocator = dimAllocator(maxPlateNesting);
    try {
      const traced = block({}, trace(enumerate(allocator, replay(ofGuide, model))))(...args);
      return { guide: ofGuide, model: traced, allocator };
    } catch (error) {
      if (!(error instanceof PlateNestingError)) throw error;
      maxPlateNesting = error.needed;
    }
  }
}
