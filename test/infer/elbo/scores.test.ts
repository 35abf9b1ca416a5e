// Score-function gradients: their mean over keys against the slope of the exact ELBO.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { bernoulli } from '../../../src/dist/index.js';
import { traceElbo, traceEnumElbo, traceGraphElbo, type Objective } from '../../../src/infer/index.js';
import { fold, key } from '../../../src/num/index.js';
import { factor, param, sample, sequentialPlate } from '../../../src/ppl/index.js';
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
import { expectClose } from '../../support/expectClose.js';
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

describe('the score-function estimator', () => {
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const logit = 0.4;
  const q = sigmoid(logit);
  /** log p - log q of a draw, under a prior of 0.7. */
  const gain = (z: number): number => (z === 1 ? Math.log(0.7 / q) : Math.log(0.3 / (1 - q)));
  const params = (): Record<string, tf.Tensor> => ({ logit: tf.scalar(logit) });
  const objectives = [traceElbo, traceGraphElbo, () => traceEnumElbo()].map((make) => [make().name, make()] as const);

  it.each(objectives)('%s: is the score times the cost, with no other term', (_, objective) => {
    const model = (): void => void sample('z', bernoulli({ probs: 0.7 }));
    const guide = (): void => void sample('z', bernoulli({ logits: param('logit') }));
    const estimate = estimator(objective, { model, guide, args: [] }, params());
    const seen = new Set<number>();
    for (let i = 0; i < 12; i += 1) {
      const { loss, gradients } = estimate(key(i));
      const z = Math.abs(loss + gain(1)) < 1e-5 ? 1 : 0;
      seen.add(z);
      expectClose(loss, -gain(z), { tolerance: 1e-5 });
      expectClose(gradients['logit'] ?? [], [-(z - q) * gain(z)], { tolerance: 1e-5 });
    }
    expect(seen.size).toBe(2);
  });

  it.each(objectives)('%s: leaves out the costs of other iterations of a sequential plate', (_, objective) => {
    const model = (): void => {
      sequentialPlate('i', 2, (i) => {
        const z = sample(`z${i}`, bernoulli({ probs: 0.7 }));
        // A cost of the second iteration that nothing of the first changes.
        factor(`f${i}`, tf.mul(z, 100 * i));
      });
    };
    const guide = (): void => {
      sequentialPlate('i', 2, (i) => {
        sample(`z${i}`, bernoulli({ logits: i === 0 ? param('logit') : tf.scalar(logit) }));
      });
    };
    const estimate = estimator(objective, { model, guide, args: [] }, params());
    for (let i = 0; i < 12; i += 1) {
      const [slope = NaN] = estimate(key(i)).gradients['logit'] ?? [];
      const expected = [0, 1].map((z) => -(z - q) * gain(z));
      expect(Math.min(...expected.map((one) => Math.abs(one - slope)))).toBeLessThan(1e-5);
    }
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
