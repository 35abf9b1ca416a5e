// Honest distributions of which no finite number of points or draws says all: their laws must hold their tongue, not raise alarms.
import { describe, expect, it } from 'vitest';
import * as tf from '@tensorflow/tfjs-core';
import * as dist from '../../../../src/dist/index.js';
import type { DistributionFactory, ParameterValues } from '../../../../src/testing/laws/law.js';
import { laws } from '../../../../src/testing/laws/laws.js';
import { beyond, worthWithin } from '../../../../src/testing/laws/statistical/beyond.js';
import { totalMass } from '../../../../src/testing/laws/statistical/reference.js';
import { lineOf, referenceOf } from '../../../../src/testing/laws/statistical/referenceOf.js';
import { tailOf } from '../../../../src/testing/laws/statistical/tailOf.js';
import { useScalarEngine } from '../../../support/useScalarEngine.js';
import { of, subjectOf } from './honest.js';

useScalarEngine();

const inverseGamma: DistributionFactory = (p) =>
  dist.inverseGamma({ concentration: of(p, 'concentration'), rate: of(p, 'rate') });
const logNormal: DistributionFactory = (p) => dist.logNormal({ loc: of(p, 'loc'), scale: of(p, 'scale') });
const logitNormal: DistributionFactory = (p) => dist.logitNormal({ loc: of(p, 'loc'), scale: of(p, 'scale') });
const studentT: DistributionFactory = (p) =>
  dist.studentT({ df: of(p, 'df'), loc: of(p, 'loc'), scale: of(p, 'scale') });
const vectorT: DistributionFactory = (p) =>
  dist.multivariateStudentT({ df: of(p, 'df'), loc: tf.zeros([2, 2]), scaleTril: tf.eye(2, 2, [2]) });
const relaxed: DistributionFactory = (p) =>
  dist.relaxedBernoulli({ temperature: of(p, 'temperature'), probs: of(p, 'probs') });
const lkj: DistributionFactory = (p) => dist.lkjCholesky({ dim: 2, concentration: of(p, 'concentration') });

type Row = readonly [law: keyof typeof laws, family: string, DistributionFactory, key: number, ParameterValues];

const ofInverseGamma = { concentration: [1.0100501775741577, 1], rate: [1, 1] };
const rows: readonly Row[] = [
  ['momentsMatchDensity', 'inverseGamma', inverseGamma, 528, ofInverseGamma],
  ['momentsMatchDraws', 'inverseGamma', inverseGamma, 528, ofInverseGamma],
  ['momentsMatchDraws', 'logNormal', logNormal, 552, { loc: [0, 0], scale: [1, 1.9738777875900269] }],
  ['entropyMatches', 'multivariateStudentT', vectorT, 513, { df: [1, 1] }],
  ['scoreMean', 'multivariateStudentT', vectorT, 513, { df: [1, 1] }],
  ['goodnessOfFit', 'multivariateStudentT', vectorT, 48, { df: [0.690734326839447, 3.1581928730010986] }],
  ['goodnessOfFit', 'multivariateStudentT', vectorT, 606, { df: [1, 0.7117702960968018] }],
  ['densityIntegrates', 'multivariateStudentT', vectorT, 234, { df: [1, 0.22537265717983246] }],
  ['goodnessOfFit', 'studentT', studentT, 177, { df: [0.1394568532705307, 1], loc: [0, 0], scale: [1, 1] }],
  ['densityIntegrates', 'logitNormal', logitNormal, 88, { loc: [0, 0], scale: [3.6692965030670166, 1] }],
  ['cdfMatchesDensity', 'logitNormal', logitNormal, 88, { loc: [0, 0], scale: [3.353484869003296, 1] }],
  ['goodnessOfFit', 'logitNormal', logitNormal, 88, { loc: [0, 0], scale: [5.002811431884766, 1] }],
  ['rsampleGradient', 'logitNormal', logitNormal, 88, { loc: [0, 0], scale: [4.055200099945068, 1] }],
  [
    'goodnessOfFit',
    'relaxedBernoulli',
    relaxed,
    631,
    { temperature: [0.4493289589881897, 1], probs: [0.8676111102104187, 0.5] },
  ],
  ['goodnessOfFit', 'lkjCholesky, whose log density is constant', lkj, 796, { concentration: [1, 1] }],
];

describe.each(rows)('%s', (law, family, factory, key, parameters) => {
  it(`says nothing against ${family} with key ${key}`, () => {
    expect(laws[law].problem(subjectOf(factory, parameters, { key }))).toBeUndefined();
  });
});

describe('beyond', () => {
  it('is what a power law has left', () => {
    // Masses 4^-k, k = 1, 2, ..., of which the first five are covered: 4^-6 / (1 - 1/4) lie beyond.
    const weights = Float64Array.from([1, 2, 3, 4, 5], (k) => 4 ** -k);
    const points = { points: weights, logDensity: weights, weights, error: 0, worth: 1, isRandom: false };
    const rim = Uint8Array.from([0, 0, 0, 2, 1]);
    expect(beyond({ ...points, rim })).toBeCloseTo(4 ** -6 / 0.75, 15);
    expect(beyond({ ...points, rim }, (i) => 4 ** i)).toBe(Infinity);
    expect(beyond(points)).toBe(0);
    expect(worthWithin(0)).toBe(Infinity);
  });

  it('tells what the mean of an inverse gamma variable lacks in float32', () => {
    const [line] = lineOf(subjectOf(inverseGamma, ofInverseGamma));
    if (line === undefined) throw new Error('no line');
    // Of 99.5, x > 1e37 has 1e37^-0.01005 / (0.01005 Gamma(1.01005)) = 42.5: there the density is x^-2.01005 / Gamma(1.01005).
    expect(beyond(line, (i) => line.points[i] ?? NaN)).toBeGreaterThan(38);
    expect(beyond(line, (i) => line.points[i] ?? NaN)).toBeLessThan(47);
  });
});

describe('the rest next to an end', () => {
  it('weighs what it should where the density falls as a normal one of the logarithm', () => {
    const [line] = lineOf(subjectOf(logitNormal, { loc: [0], scale: [4] }));
    if (line === undefined) throw new Error('no line');
    expect(Math.abs(totalMass(line) - 1)).toBeLessThan(2e-5);
    // scipy.stats.norm.sf(scipy.special.logit(1 - 2 ** -16) / 4), SciPy 1.17.1
    expect(Math.abs((line.blurred ?? 0) - 0.0027806504543)).toBeLessThan(2e-5);
  });
});

describe('tailOf', () => {
  it('knows no spread of a mean square without one, and the reach of a normal variable', () => {
    const parameters = { df: [3], loc: [0], scale: [1] };
    const [line] = lineOf(subjectOf(studentT, parameters));
    if (line === undefined) throw new Error('no line');
    const at = (i: number): number => line.points[i] ?? NaN;
    // The variance is df / (df - 2) = 3; that of the square is infinite.
    expect(tailOf(line, at, 1e-12).deviation).toBeCloseTo(Math.sqrt(3), 3);
    expect(tailOf(line, (i) => at(i) ** 2, 1e-12).deviation).toBe(Infinity);
    const [normal] = lineOf(subjectOf((p) => dist.normal({ loc: of(p, 'loc'), scale: 1 }), { loc: [0] }));
    if (normal === undefined) throw new Error('no line');
    // scipy.stats.norm.isf(0.5e-12) = 7.13, SciPy 1.17.1
    const { reach } = tailOf(normal, (i) => normal.points[i] ?? NaN, 1e-12);
    expect(reach).toBeGreaterThan(6.5);
    expect(reach).toBeLessThan(7.6);
  });
});

describe('a lattice', () => {
  it('of a core that it misses is marked as partial', () => {
    const [, narrow] = referenceOf(subjectOf(vectorT, { df: [1, 0.22537265717983246] }, { key: 234 })) ?? [];
    expect(narrow === undefined || narrow.isRandom || narrow.isPartial === true).toBe(true);
  });
});
