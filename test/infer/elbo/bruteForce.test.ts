// The enumerated ELBO of random small programs against the sum over all their assignments, in value and in slope.
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceEnumElbo } from '../../../src/infer/index.js';
import { EnumerationError, key } from '../../../src/num/index.js';
import {
  bruteForceElbo,
  bruteForceSlope,
  componentsOf,
  directionsFor,
  isMixedScale,
  isTooGlobal,
  numAssignments,
  numRuns,
  programOf,
  type SmallDensity,
  smallProgram,
  type SmallProgram,
  type SmallSite,
  tablesOf,
  tensorsOf,
} from '../../../src/testing/index.js';
import { describeEngines } from '../../support/engines.js';
import { dot, estimator } from '../../support/estimates.js';
import { warningsOf } from '../../support/warningsOf.js';

const MAX_ASSIGNMENTS = 150;
const MAX_RUNS = 4;

describeEngines('traceEnumElbo on random small programs', (engine) => {
  const check = (seed: number, numRuns: number, isWanted: (program: SmallProgram) => boolean): void => {
    const start = fc.integer({ min: 0, max: 1e9 });
    const property = fc.property(start, (first) => compare(firstProgram(first, isWanted)));
    fc.assert(property, { numRuns: engine === 'cpu' ? numRuns : numRuns / 20, seed, endOnFailure: true });
  };

  // In parts, so that no test takes long.
  it.each([1, 2, 3, 4])('equals the sum over all assignments, in value and slope (part %d)', (part) => {
    check(part, 200, () => true);
  });

  it('does so where sums cross plates or meet choices of the guide', () => {
    check(8, 200, (program) => componentsOf(program).some((group) => crossesPlates(group) || meetsGuide(group)));
  });
});

describe('bruteForceElbo', () => {
  it('is the mean of log p - log q under q for one choice and one datum', () => {
    const z = site({ name: 'z', kind: 'choice', size: 2 }, [0.3, -0.4], [1, 0]);
    const x = site({ name: 'x', kind: 'observed', size: 1 }, [-1, 2], []);
    const program = {
      seed: 0,
      isMarkov: false,
      sites: [z, { ...x, model: { ...x.model, parents: [z], shape: [1, 1, 2, 1] as const } }],
    };
    const q = 1 / (1 + Math.exp(-1));
    const prior = [0.3, -0.4].map((logit) => logit - Math.log(Math.exp(0.3) + Math.exp(-0.4)));
    const terms = [q, 1 - q].map(
      (qk, k) => qk * ((prior[k] ?? NaN) + normalLogDensity(0.5, [-1, 2][k] ?? NaN) - Math.log(qk)),
    );
    expect(bruteForceElbo(program, tablesOf(program))).toBeCloseTo(
      terms.reduce((a, b) => a + b),
      12,
    );
  });
});

function site(bare: Pick<SmallSite, 'name' | 'kind' | 'size'>, model: number[], guide: number[]): SmallSite {
  const density = (table: number[]): SmallDensity => {
    return { parents: [], shape: [1, 1, 1, bare.size], table: Float64Array.from(table), scale: 1, mask: undefined };
  };
  return {
    ...bare,
    plates: [],
    first: 0,
    side: 'guide',
    strategy: 'parallel',
    isExpanded: false,
    datum: 0.5,
    model: density(model),
    guide: density(guide),
  };
}

function crossesPlates(group: readonly SmallSite[]): boolean {
  return new Set(group.map(({ plates }) => plates.length)).size > 1;
}

function meetsGuide(group: readonly SmallSite[]): boolean {
  return group.some((member) =>
    [member, ...member.model.parents].some(({ kind, side }) => kind === 'choice' && side === 'guide'),
  );
}

function compare(program: SmallProgram): void {
  warningsOf(() => compareQuietly(program));
}

function compareQuietly(program: SmallProgram): void {
  const tables = tablesOf(program);
  const pair = programOf(program);
  const params = tensorsOf(program, tables);
  if (isTooGlobal(program) || isMixedScale(program)) {
    expect(() => estimator(traceEnumElbo(), pair, params)).toThrow(EnumerationError);
    return;
  }
  const { loss, gradients } = estimator(traceEnumElbo(), pair, params)(key(1));
  tf.dispose(params);
  const exact = bruteForceElbo(program, tables);
  expect(Math.abs(-loss - exact), `loss of program ${program.seed}: ${-loss} for ${exact}`).toBeLessThan(
    1e-4 * Math.max(1, Math.abs(exact)),
  );
  // One direction moves every entry of every table.
  for (const direction of directionsFor(tables).slice(0, 1)) {
    const slope = bruteForceSlope(program, tables, direction);
    const got = -dot(gradients, direction);
    expect(Math.abs(got - slope), `slope of program ${program.seed}: ${got} for ${slope}`).toBeLessThan(
      1e-3 * Math.max(1, Math.abs(slope)),
    );
  }
}

/** The first program from `seed` on that is wanted and within the reference's reach. */
function firstProgram(seed: number, isWanted: (program: SmallProgram) => boolean): SmallProgram {
  for (let next = seed; ; next += 1) {
    const program = smallProgram(next);
    if (numAssignments(program) <= MAX_ASSIGNMENTS && numRuns(program) <= MAX_RUNS && isWanted(program)) return program;
  }
}

function normalLogDensity(x: number, loc: number): number {
  return -0.5 * (x - loc) ** 2 - 0.5 * Math.log(2 * Math.PI);
}
