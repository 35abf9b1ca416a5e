import { describe, expect, it } from 'vitest';
import { key, uniform } from '../../../../src/num/index.js';
import { goodnessOfFit, momentsMatchDraws } from '../../../../src/testing/laws/statistical/index.js';
import { gaussKronrod } from '../../../../src/testing/laws/statistical/gaussKronrod.js';
import { normalCdf, normalQuantile } from '../../../../src/testing/laws/statistical/normalQuantile.js';
import { askUnits, countUnits, smallestEffects } from '../../../../src/testing/laws/statistical/unitCounts.js';
import { useScalarEngine } from '../../../support/useScalarEngine.js';
import { honest } from './honest.js';

useScalarEngine();

function evenNumbers(seed: number, count: number): Float64Array {
  const draws = uniform(key(seed), [count]);
  const numbers = Float64Array.from(draws.dataSync());
  draws.dispose();
  return numbers;
}

describe('numbers on the host', () => {
  it('normalCdf and normalQuantile equal the reference far into the tail', () => {
    // scipy.stats.norm.cdf([-8, -3, -1]), SciPy 1.17.1
    const reference = [6.220960574271786e-16, 0.0013498980316300933, 0.15865525393145707];
    [-8, -3, -1].forEach((z, i) => {
      expect(normalCdf(z) / (reference[i] ?? NaN)).toBeCloseTo(1, 11);
      expect(normalQuantile(reference[i] ?? NaN)).toBeCloseTo(z, 10);
    });
    expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
  });

  it('the two rules integrate polynomials of their degrees exactly', () => {
    const sum = (degree: number, weight: 'weight' | 'coarse'): number =>
      gaussKronrod.reduce((total, node) => total + node[weight] * node.place ** degree, 0);
    [0, 2, 12].forEach((degree) => expect(sum(degree, 'coarse')).toBeCloseTo(2 / (degree + 1), 12));
    [0, 2, 12, 22].forEach((degree) => expect(sum(degree, 'weight')).toBeCloseTo(2 / (degree + 1), 12));
  });
});

describe('the answers about even numbers', () => {
  it('are convicted at most as often as their bound says', () => {
    const runs = Array.from({ length: 1000 }, (_, seed) => askUnits(countUnits(evenNumbers(seed, 1000))));
    [0, 1, 2, 3, 4, 5, 6].forEach((which) => {
      const alarms = runs.filter((answers) => (answers[which]?.evidence ?? 0) > Math.log(1 / 0.05)).length;
      // The bound allows 50; that more than 75 come is a matter of four standard errors.
      expect(alarms).toBeLessThan(75);
    });
  });

  it('catch the smallest declared effects, and clear what has none', () => {
    const count = 300_000;
    const z = evenNumbers(1, count).map(normalQuantile);
    const threshold = Math.log((15 * 4) / 1e-9);
    const shifted = askUnits(countUnits(z.map((x) => normalCdf(x + smallestEffects.mean))));
    const spread = askUnits(countUnits(z.map((x) => normalCdf(x * Math.sqrt(1 + smallestEffects.variance)))));
    expect(shifted[0]?.evidence).toBeGreaterThan(threshold);
    expect(spread[1]?.evidence).toBeGreaterThan(threshold);
    expect(askUnits(countUnits(z.map(normalCdf))).every(({ isClear }) => isClear)).toBe(true);
    expect(shifted.every(({ isClear }) => isClear)).toBe(false);
  });
});

describe('with 200 keys, at a rate of 1 %', () => {
  it.each(['bernoulli', 'categorical', 'oneHotCategorical'])('%s raises few alarms', (name) => {
    const subject = honest[name];
    if (subject === undefined) throw new Error(name);
    const loose = Array.from({ length: 200 }, (_, seed) => ({
      ...subject,
      key: seed,
      maxDraws: 1000,
      falseAlarmRate: 0.01,
    }));
    // At most 2 are expected of each law; the chance of more than 8 is below 1e-3.
    [goodnessOfFit, momentsMatchDraws].forEach((law) => {
      expect(loose.filter((one) => law.problem(one) !== undefined).length).toBeLessThanOrEqual(8);
    });
  });
});
