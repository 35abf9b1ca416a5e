import { fold, type Key } from '../../num/index.js';
import { replay, seed, trace } from '../../ppl/index.js';
import {
  dimAllocator,
  eachChoice,
  enumerate,
  PlateNestingError,
  RankError,
  type Choices,
  type DimAllocator,
} from '../enumeration/index.js';
import { sampleSites } from '../logDensity.js';
import type { ProgramPair, TracedPair } from './objective.js';
import { passThrough } from './passThrough.js';

/** Runs the guide, then the model with the guide's values; neither is enumerated. */
export function runPair({ model, guide, args }: ProgramPair, key: Key): TracedPair {
  const guideTrace = trace(seed(fold(key, 'guide'), passThrough(guide)))(...args);
  const modelTrace = trace(seed(fold(key, 'model'), replay(guideTrace, model)))(...args);
  return { guide: guideTrace, model: modelTrace, allocator: dimAllocator(plateNesting(guideTrace, modelTrace)) };
}

export interface EnumerationOptions {
  /** How many rightmost dims are left to plates. */
  readonly maxPlateNesting: number;
  /** Whether plates beyond that are an error; if not, the runs are repeated with the room that they need. */
  readonly isFixed: boolean;
  /** Whether dims are used again as late as possible, so that values used out of their `markov` reach show. */
  readonly isCautious?: boolean;
}

/**
 * Runs the guide, then the model with the guide's values, each with its marked sites enumerated left of the plates' dims:
 * once for every joint value of the sites that the guide enumerates sequentially.
 *
 * Where the engine has no room for all dims, guide sites marked parallel are enumerated sequentially, those of few values first.
 *
 * @throws ShapeError if the plates need more dims than they may have
 * @throws EnumerationError if the model alone needs more dims than the engine has
 */
export function runEnumeratedPair(pair: ProgramPair, key: Key, options: EnumerationOptions): TracedPair[] {
  const forced = new Set<string>();
  let { maxPlateNesting } = options;
  for (;;) {
    let allocator = dimAllocator(maxPlateNesting);
    try {
      return eachChoice((choices) => {
        allocator = dimAllocator(maxPlateNesting, options.isCautious);
        return attempt(pair, key, allocator, choices);
      }, forced);
    } catch (error) {
      if (error instanceof RankError) forced.add(fewestValues(allocator) ?? rethrow(error));
      else if (error instanceof PlateNestingError && !options.isFixed) maxPlateNesting = error.needed;
      else throw error;
    }
  }
}

function attempt({ model, guide, args }: ProgramPair, key: Key, allocator: DimAllocator, choices: Choices): TracedPair {
  const guideTrace = trace(seed(fold(key, 'guide'), enumerate(allocator, passThrough(guide), choices)))(...args);
  // Replay is inside, so a site that the guide answered takes no new dim.
  const modelTrace = trace(seed(fold(key, 'model'), enumerate(allocator, replay(guideTrace, model))))(...args);
  return { guide: guideTrace, model: modelTrace, allocator };
}

/** The guide's site that costs fewest runs to enumerate sequentially. */
function fewestValues({ guideSites }: DimAllocator): string | undefined {
  const listed = guideSites().filter(({ isDrawn }) => !isDrawn);
  return listed.sort((a, b) => a.size - b.size)[0]?.name;
}

function rethrow(error: Error): never {
  throw error;
}

function plateNesting(...traces: readonly TracedPair['guide'][]): number {
  const frames = traces.flatMap((traced) => sampleSites(traced).flatMap((site) => site.plates));
  return frames.reduce((depth, frame) => Math.max(depth, -(frame.dim ?? 0)), 0);
}
