import { withStraightThrough } from '../../dist/index.js';
import { fold, type Key } from '../../num/index.js';
import { handle, replay, revise, seed, trace, type Program, type Trace } from '../../ppl/index.js';
import { dimAllocator, type DimAllocator } from '../enumeration/dimAllocator.js';
import { enumerate } from '../enumeration/enumerate.js';
import { PlateNestingError, RankError } from '../enumeration/errors.js';
import { eachAssignment, type Assignment } from '../enumeration/sequentialAssignments.js';
import { plateNesting } from '../particlePlate.js';

/** A model and a guide with the arguments that both are called with. */
export interface ProgramPair {
  readonly model: Program;
  readonly guide: Program;
  readonly args: readonly unknown[];
}

/** The traces of one run of a guide and of the model replayed on it. */
export interface TracedPair {
  readonly guide: Trace;
  readonly model: Trace;
  /** The dims of the sites that were enumerated, on either side. */
  readonly allocator: DimAllocator;
}

/** Runs the guide, then the model with the guide's values; neither is enumerated. */
export function runPair({ model, guide, args }: ProgramPair, key: Key): TracedPair {
  const guideTrace = trace(seed(fold(key, 'guide'), straightThrough(guide)))(...args);
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
      return eachAssignment((assignment) => {
        allocator = dimAllocator(maxPlateNesting, options.isCautious);
        return runOnce(pair, key, allocator, assignment);
      }, forced);
    } catch (error) {
      if (error instanceof RankError) forced.add(fewestValues(allocator) ?? rethrow(error));
      else if (error instanceof PlateNestingError && !options.isFixed) maxPlateNesting = error.needed;
      else throw error;
    }
  }
}

function runOnce(
  { model, guide, args }: ProgramPair,
  key: Key,
  allocator: DimAllocator,
  assignment: Assignment,
): TracedPair {
  const enumerated = enumerate(allocator, straightThrough(guide), assignment);
  const guideTrace = trace(seed(fold(key, 'guide'), enumerated))(...args);
  // Replay is inside, so a site that has its value from the guide takes no new dim.
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

/** Gives each latent site of a guide that is marked `gradient: 'straightThrough'` the biased derivative of that name. */
function straightThrough(guide: Program): Program {
  return (...args) =>
    handle(
      {
        sample: (message, outer) => {
          const { infer, observed, dist } = message;
          const isMarked = infer.gradient === 'straightThrough' && !observed && !dist.hasRsample;
          return outer(isMarked ? revise(message, { dist: withStraightThrough(dist) }) : message);
        },
      },
      () => guide(...args),
    );
}
