// Score-function gradients: their mean over keys against the slope of the exact ELBO.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { traceElbo, traceEnumElbo, type Objective } from '../../../src/infer/index.js';
import { fold, key } from '../../../src/num/index.js';
import {
  bruteForceElbo,
  bruteForceSlope,
  componentsOf,
  directionsFor,
  isMixedScale,
  isTooGlobal,
  numAssignments,
  programOf,
  type SmallDensity,
  type SmallPlate,
  smallProgram,
  type SmallProgram,
  type SmallSite,
  type Tables,
  tablesOf,
  tensorsOf,
} from '../../../src/testing/index.js';
import { dot, estimator, zScore, type Estimate } from '../../support/estimates.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';

// Four standard errors: one false alarm in 16,000 checks, and with fixed keys none from run to run.
const LIMIT = 4;

useScalarEngine();

describe('score-function gradients', () => {
  it('are unbiased where the sum over a global choice removes the plate of the draw', () => {
    const p: SmallPlate = { name: 'p', size: 2, fullSize: 2, dim: -1 };
    const shared = site('m', 'model', [], [], 2);
    const drawn = site('z', 'guide', [p], [], 2);
    const x = { ...site('x', 'guide', [p], [shared, drawn], 1), kind: 'observed', datum: 0.4 } as const;
    expect(isTooGlobal({ seed: 0, isMarkov: false, sites: [shared, drawn, x] })).toBe(true);
    expectUnbiased({ seed: 0, isMarkov: false, sites: [shared, drawn, x] }, traceEnumElbo());
  });

  const mixed = find(3, (program) => componentsOf(program).some(hasGuideChoice));
  it.each(mixed)('are unbiased in program $seed, where sums meet draws', (program) => {
    expectUnbiased(program, traceEnumElbo());
  });

  const drawnOnly = find(
    4,
    ({ sites }) =>
      sites.every((s) => s.kind !== 'choice' || s.side === 'guide') && sites.filter(isGuideChoice).length > 1,
  );
  it.each(drawnOnly)('are unbiased in program $seed under traceElbo', (program) => {
    expectUnbiased(program, traceElbo());
  });

  it.each(drawnOnly.slice(0, 1))('are unbiased in program $seed with two particles', (program) => {
    expectUnbiased(program, traceElbo({ numParticles: 2 }));
  });
});

const COPIES = 200;
const RUNS = 8;

/** Each copy has tables of its own, so the gradient by those of one copy is one draw of the estimator. */
function expectUnbiased(program: SmallProgram, objective: Objective): void {
  warningsOf(() => {
    const tables = tablesOf(program);
    const params = tensorsOf(program, tables, COPIES);
    const estimate = estimator(objective, programOf(program, { isDrawn: true, copies: COPIES }), params);
    const runs = Array.from({ length: RUNS }, (_, i) => estimate(fold(key(2024), i)));
    tf.dispose(params);
    const losses = runs.map(({ loss }) => -loss / COPIES);
    expect(Math.abs(zScore(losses, bruteForceElbo(program, tables))), 'loss').toBeLessThan(LIMIT);
    for (const direction of directionsFor(tables)) {
      const slopes = runs.flatMap(({ gradients }) => slopesByCopy(gradients, direction));
      expect(Math.abs(zScore(slopes, bruteForceSlope(program, tables, direction))), 'slope').toBeLessThan(LIMIT);
    }
  });
}

function slopesByCopy(gradients: Estimate['gradients'], direction: Tables): number[] {
  return Array.from({ length: COPIES }, (_, copy) => {
    const own = Object.entries(gradients).map(([name, gradient]) => {
      const size = gradient.length / COPIES;
      return [name, gradient.slice(copy * size, (copy + 1) * size)] as const;
    });
    return -dot(Object.fromEntries(own), direction);
  });
}

/** The first `count` programs with a property and few assignments. */
function find(count: number, isWanted: (program: SmallProgram) => boolean): SmallProgram[] {
  const found: SmallProgram[] = [];
  for (let seed = 1; found.length < count; seed += 1) {
    const program = smallProgram(seed);
    if (isWanted(program) && !isMixedScale(program) && numAssignments(program) <= 300) found.push(program);
  }
  return found;
}

function isGuideChoice({ kind, side, size }: SmallSite): boolean {
  return kind === 'choice' && side === 'guide' && size > 1;
}

function hasGuideChoice(group: readonly SmallSite[]): boolean {
  return group.some((member) => [member, ...member.model.parents].some(isGuideChoice));
}

function site(
  name: string,
  side: 'guide' | 'model',
  plates: readonly SmallPlate[],
  parents: readonly SmallSite[],
  size: number,
): SmallSite {
  const rows = parents.reduce((product, parent) => product * parent.size, 1);
  const density = (phase: number, given: readonly SmallSite[], count: number): SmallDensity => ({
    parents: given,
    shape: [1, 1, count, size],
    table: Float64Array.from({ length: count * size }, (_, i) => 3 * Math.sin(phase + 2 * i)),
    scale: 1,
    mask: undefined,
  });
  return {
    name,
    kind: 'choice',
    size,
    plates,
    first: 0,
    side,
    strategy: 'parallel',
    isExpanded: false,
    datum: 0,
    model: density(1, parents, rows),
    guide: density(2, [], 1),
  };
}
