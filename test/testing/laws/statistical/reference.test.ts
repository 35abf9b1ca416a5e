// What the statistical laws compare with: sums and integrals of densities that are hard to cover.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as dist from '../../../../src/dist/index.js';
import type { DistributionFactory, ParameterValues, Subject } from '../../../../src/testing/laws/law.js';
import { densityIntegrates, momentsMatchDensity } from '../../../../src/testing/laws/statistical/index.js';
import { neighboursOf } from '../../../../src/testing/laws/statistical/neighbours.js';
import { meanOver, totalMass } from '../../../../src/testing/laws/statistical/reference.js';
import { lineOf, referenceOf } from '../../../../src/testing/laws/statistical/referenceOf.js';
import { useScalarEngine } from '../../../support/useScalarEngine.js';
import { of, subjectOf } from './honest.js';

useScalarEngine();

const spiked: DistributionFactory = (p) =>
  dist.mixture(dist.categorical({ logits: tf.zeros([2]) }), [
    dist.gamma({ concentration: of(p, 'concentration'), rate: 1 }),
    dist.normal({ loc: 0, scale: 1 }),
  ]);

describe('a density that is infinite within the support', () => {
  const subject = subjectOf(spiked, { concentration: [0.3] });

  it('is integrated to both sides of the pole', () => {
    const [line] = lineOf(subject);
    // scipy.stats: gamma.cdf(x, 0.3) / 2 + norm.cdf(x) / 2 at 1e-20, 1e-3 and 1, SciPy 1.17.1
    const reference = [0.2500005571212543, 0.3203207005693892, 0.8785094511548257];
    [1e-20, 1e-3, 1].forEach((x, i) =>
      expect(Math.abs((line?.cdf(x) ?? NaN) - (reference[i] ?? NaN))).toBeLessThan(1e-5),
    );
    if (line !== undefined) expect(Math.abs(totalMass(line) - 1)).toBeLessThan(1e-5);
  });

  it('is caught where the pole weighs 1 % too much', () => {
    const wrong: DistributionFactory = (p) => {
      const honest = spiked(p);
      const excess = (x: tf.Tensor): tf.Tensor => tf.mul(tf.cast(tf.less(tf.abs(x), 1e-3), 'float32'), 0.01);
      return { ...honest, logProb: (x) => tf.tidy(() => tf.add(honest.logProb(x), excess(x))) };
    };
    expect(densityIntegrates.problem(subjectOf(wrong, { concentration: [0.3] }))).toMatch(/mass/);
  });
});

describe('a density of three numbers with a core far out', () => {
  /** An eighth of the mass lies 140 standard deviations from the rest. */
  const cores: DistributionFactory = (p) => {
    const loc = tf.tensor2d([
      [0, 0, 0],
      [4, 4, 4],
    ]);
    return dist.mixtureSameFamily(
      dist.categorical({ probs: tf.tensor1d([7 / 8, 1 / 8]) }),
      dist.normal({ loc, scale: of(p, 'scale') }).toEvent(1),
    );
  };
  const subject = subjectOf(cores, { scale: 0.05 });

  it('has points that are worth less than their weights say, as none of them met the core', () => {
    const [points] = referenceOf(subject) ?? [];
    expect(points?.isRandom).toBe(true);
    const weights = [...(points?.weights ?? [])];
    const [sum, squares] = [weights.reduce((a, b) => a + b, 0), weights.reduce((a, b) => a + b * b, 0)];
    expect((sum * sum) / squares).toBeGreaterThan(5 * (points?.worth ?? NaN));
    expect(densityIntegrates.problem(subject)).toBeUndefined();
  });
});

describe('discrete values', () => {
  const massesOf = (subject: Subject): readonly (readonly [number, boolean])[] =>
    (referenceOf(subject) ?? []).map((points) => [totalMass(points), points.isPartial === true]);

  it('are those of a declared list, whole or not', () => {
    const factory: DistributionFactory = (p) => dist.empirical(of(p, 'samples'), of(p, 'logWeights'));
    const parameters: ParameterValues = {
      samples: [
        [1, 2, 2, -0.5],
        [7.25, 7.5, 0, 1],
      ],
      logWeights: [
        [0, -20, 0, 0],
        [0, 0, 0, 0],
      ],
    };
    massesOf(subjectOf(factory, parameters)).forEach(([mass, isPartial]) => {
      expect(mass).toBeCloseTo(1, 5);
      expect(isPartial).toBe(false);
    });
  });

  it('of arrays are all found from those that were drawn', () => {
    const factory: DistributionFactory = (p) => dist.multinomial({ totalCount: 9, probs: of(p, 'probs') });
    massesOf(subjectOf(factory, { probs: [[0.001, 0.009, 0.99]] })).forEach(([mass, isPartial]) => {
      expect(mass).toBeCloseTo(1, 5);
      expect(isPartial).toBe(false);
    });
  });

  it('of arrays are neighbours by one unit', () => {
    expect(neighboursOf([2, 5])).toEqual([
      [3, 5],
      [1, 5],
      [2, 6],
      [2, 4],
      [1, 6],
      [3, 4],
    ]);
  });
});

describe('two dims', () => {
  it('are a lattice where the density is smooth, and draws where it has a narrow ridge', () => {
    const bent: DistributionFactory = (p) =>
      dist.transformed(
        dist.normal({ loc: tf.zeros([2]), scale: 1 }).toEvent(1),
        dist.transforms.planar({ shift: of(p, 'shift'), weight: of(p, 'weight'), bias: 0.5 }),
      );
    const isRandom = (shift: number[], weight: number[]): boolean | undefined =>
      referenceOf(subjectOf(bent, { shift: [shift], weight: [weight] }))?.[0]?.isRandom;
    expect(isRandom([0.2, 0.1], [0.3, 0.1])).toBe(false);
    expect(isRandom([0.5, 1.7], [-1.2, -1.9])).toBe(true);
  });

  it('give no verdict on moments that lie beyond the lattice', () => {
    const heavy: DistributionFactory = (p) =>
      dist.multivariateStudentT({ df: of(p, 'df'), loc: tf.zeros([2]), scaleTril: tf.eye(2) });
    const subject = subjectOf(heavy, { df: [2.01] });
    const [points] = referenceOf(subject) ?? [];
    if (points === undefined) throw new Error('no points');
    // df / (df - 2) = 201, of which most lies further out than the points do.
    expect(meanOver(points, (at) => (points.points[2 * at] ?? NaN) ** 2)).toBeLessThan(100);
    expect(momentsMatchDensity.problem(subject)).toBeUndefined();
  });
});
