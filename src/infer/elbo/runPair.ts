import { fold, ShapeError, type Key } from '../../num/index.js';
import { replay, seed, trace, type Trace } from '../../ppl/index.js';
import { dimAllocator, enumerate, type DimAllocator } from '../enumeration/index.js';
import { sampleSites } from '../logDensity.js';
import type { Plan, ProgramPair } from './objective.js';

/** The traces of one run of a guide and of the model replayed on it. */
export interface TracedPair {
  readonly guide: Trace;
  readonly model: Trace;
  /** The dims of the sites that were enumerated, on either side. */
  readonly allocator: DimAllocator;
}

/** Runs the guide, then the model with the guide's values; neither is enumerated. */
export function runPair({ model, guide, args }: ProgramPair, key: Key): TracedPair {
  const guideTrace = trace(seed(fold(key, 'guide'), guide))(...args);
  const modelTrace = trace(seed(fold(key, 'model'), replay(guideTrace, model)))(...args);
  return { guide: guideTrace, model: modelTrace, allocator: dimAllocator(0) };
}

/**
 * Runs the guide, then the model with the guide's values, each with its marked sites enumerated.
 *
 * @throws ShapeError if the plates need more dims than the plan has
 */
export function runEnumeratedPair({ model, guide, args }: ProgramPair, key: Key, plan: Plan): TracedPair {
  const allocator = dimAllocator(plan.maxPlateNesting);
  const guideTrace = trace(seed(fold(key, 'guide'), enumerate(allocator, guide)))(...args);
  // Replay is inside, so a site that the guide answered takes no new dim.
  const modelTrace = trace(seed(fold(key, 'model'), enumerate(allocator, replay(guideTrace, model))))(...args);
  const pair = { guide: guideTrace, model: modelTrace, allocator };
  checkDepth(pair, plan);
  return pair;
}

/** The number of batch dims that the plates of a traced pair hold. */
export function plateNesting({ guide, model }: TracedPair): number {
  const frames = [...sampleSites(guide), ...sampleSites(model)].flatMap((site) => site.plates);
  return Math.max(0, ...frames.map((frame) => -(frame.dim ?? 0)));
}

function checkDepth(pair: TracedPair, plan: Plan): void {
  const depth = plateNesting(pair);
  if (depth <= plan.maxPlateNesting) return;
  throw new ShapeError({
    where: 'enumeration',
    expected: `plates within maxPlateNesting = ${plan.maxPlateNesting}`,
    got: `plates that hold ${depth} dims`,
    hint: `maxPlateNesting: ${depth}, or to leave it out`,
  });
}
