import { EnumerationError } from '../../num/index.js';
import { block, replay, trace, type Program, type Trace } from '../../ppl/index.js';
import type { TracedPair } from '../elbo/index.js';
import { dimAllocator, enumerate, PlateNestingError } from '../enumeration/index.js';
import { sampleSites } from '../logDensity.js';

/**
 * Runs a guide and then the model with the guide's values, hidden from all handlers outside, with the model's marked sites
 * enumerated.
 *
 * @throws EnumerationError if a site of the guide is marked for enumeration
 */
export function latentPair<Args extends readonly unknown[]>(
  model: Program<Args>,
  guide: Program<Args> | undefined,
  args: Args,
): TracedPair {
  const ofGuide = guide === undefined ? NOTHING : block({}, trace(guide))(...args);
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

const NOTHING: Trace = { result: undefined, sites: new Map(), plates: new Map() };
