import fc from 'fast-check';
import { numAssignments } from './bruteForce.js';
import { smallProgram } from './drawProgram.js';
import { isMixedScale, isTooGlobal, numRuns } from './questions.js';
import type { SmallProgram } from './smallProgram.js';

export interface SmallProgramOptions {
  /** How many joint values the reference may have to list. Default: 150. */
  readonly maxAssignments?: number;
  /** How many runs sequential enumeration may take. Default: 4. */
  readonly maxRuns?: number;
  /** Which programs are wanted. Default: those that `traceEnumElbo` accepts. */
  readonly where?: (program: SmallProgram) => boolean;
}

/**
 * Random small programs for fast-check. A failing one is known by its `seed`, from which `smallProgram` makes it again; there is no
 * smaller one to shrink to.
 *
 * @see programOf for the model and guide, and bruteForceElbo for what their ELBO must be
 */
export function smallPrograms(options: SmallProgramOptions = {}): fc.Arbitrary<SmallProgram> {
  const { maxAssignments = 150, maxRuns = 4, where = isLegal } = options;
  const start = fc.integer({ min: 0, max: 1e9 });
  return fc.noShrink(start).map((first) => {
    for (let seed = first; ; seed += 1) {
      const program = smallProgram(seed);
      if (numAssignments(program) <= maxAssignments && numRuns(program) <= maxRuns && where(program))
        return named(program);
    }
  });
}

/** Printed by fast-check as the call that makes it. */
function named(program: SmallProgram): SmallProgram {
  return Object.defineProperty(program, fc.toStringMethod, { value: () => `smallProgram(${program.seed})` });
}

/** Whether the sums of a program can be enumerated: `traceEnumElbo` throws an EnumerationError at the others. */
export function isLegal(program: SmallProgram): boolean {
  return !isTooGlobal(program) && !isMixedScale(program);
}
