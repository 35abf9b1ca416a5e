import { fold, type Key } from '../../num/index.js';
import { replay, seed, trace } from '../../ppl/index.js';
import { dimAllocator, enumerate, PlateNestingError } from '../enumeration/index.js';
import { sampleSites } from '../logDensity.js';
import type { ProgramPair, TracedPair } from './objective.js';

/** Runs the guide, then the model with the guide's values; neither is enumerated. */
export function runPair({ model, guide, args }: ProgramPair, key: Key): TracedPair {
  const guideTrace = trace(seed(fold(key, 'guide'), guide))(...args);
  const modelTrace = trace(seed(fold(key, 'model'), replay(guideTrace, model)))(...args);
  return { guide: guideTrace, model: modelTrace, allocator: dimAllocator(plateNesting(guideTrace, modelTrace)) };
}

/**
 * Runs the guide, then the model with the guide's values, each with its marked sites enumerated left of
 * `maxPlateNesting` dims.
 *
 * @param isFixed whether plates beyond that are an error; if not, the runs are repeated with the room that they need
 * @throws ShapeError if the plates need more dims
 */
export function runEnumeratedPair(pair: ProgramPair, key: Key, maxPlateNesting: number, isFixed: boolean): TracedPair {
  try {
    return attempt(pair, key, maxPlateNesting);
  } catch (error) {
    if (isFixed || !(error instanceof PlateNestingError)) throw error;
    return runEnumeratedPair(pair, key, error.needed, isFixed);
  }
}

function attempt({ model, guide, args }: ProgramPair, key: Key, maxPlateNesting: number): TracedPair {
  const allocator = dimAllocator(maxPlateNesting);
  const guideTrace = trace(seed(fold(key, 'guide'), enumerate(allocator, guide)))(...args);
  // Replay is inside, so a site that the guide answered takes no new dim.
  const modelTrace = trace(seed(fold(key, 'model'), enumerate(allocator, replay(guideTrace, model))))(...args);
  return { guide: guideTrace, model: modelTrace, allocator };
}

function plateNesting(...traces: readonly TracedPair['guide'][]): number {
  const frames = traces.flatMap((traced) => sampleSites(traced).flatMap((site) => site.plates));
  return frames.reduce((depth, frame) => Math.max(depth, -(frame.dim ?? 0)), 0);
}
