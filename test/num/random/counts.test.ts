import { describe, expect, it } from 'vitest';
import { binomialArray, key, multinomialArray, poissonArray } from '../../../src/num/index.js';
import { countMisfit } from './goodness.js';
import { lgamma } from '../special/reference.js';

const N = 40_000;

const logPoisson = (rate: number) => (k: number) => k * Math.log(rate) - rate - lgamma(k + 1);
const logBinomial = (n: number, p: number) => (k: number) =>
  lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * Math.log(p) + (n - k) * Math.log1p(-p);

/** Chi-square of draws against log probabilities, in cells of neighbouring counts that each expect 20 draws or more. */
function misfitOfCounts(draws: ArrayLike<number>, logMass: (k: number) => number, from: number, to: number): number {
  const cells: number[] = [];
  const cellOf = new Map<number, number>();
  let [cell, mass, rest] = [0, 0, 1];
  for (let k = from; k <= to; k += 1) {
    cellOf.set(k, cell);
    mass += Math.exp(logMass(k));
    if (mass * draws.length < 20) continue;
    cells.push(mass);
    [cell, mass, rest] = [cell + 1, 0, rest - mass];
  }
  // What is left over at either end makes one more cell.
  const counts = Array<number>(cells.length + 1).fill(0);
  for (const draw of Array.from(draws)) {
    const at = Math.min(cellOf.get(draw) ?? cells.length, cells.length);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const ends = Math.max(rest, 0);
  const last = cells.pop() ?? 0;
  const lastCount = (counts[cells.length] ?? 0) + (counts[cells.length + 1] ?? 0);
  return countMisfit([...counts.slice(0, cells.length), lastCount], [...cells, last + ends]);
}

describe('draws of counts fit their distributions', () => {
  it.each([0.03, 1, 9.99, 10, 40, 3e4])('poisson of rate %d', (rate) => {
    const draws = poissonArray(key(20), new Float64Array(N).fill(rate));
    const [from, to] = [-12, 12].map((z) => Math.max(0, Math.floor(rate + z * Math.sqrt(rate + 1))));
    expect(misfitOfCounts(draws, logPoisson(rate), from ?? 0, to ?? 0)).toBeLessThan(1);
  });

  it.each([
    [1, 0.3],
    [7, 0.5],
    [1000, 0.003],
    [20, 0.5],
    [25, 0.61],
    [400, 0.97],
    [1e6, 0.2],
  ])('binomial of %d trials of probability %d', (n, p) => {
    const draws = binomialArray(key(21), new Float64Array(N).fill(n), new Float64Array(N).fill(p));
    const deviation = Math.sqrt(n * p * (1 - p));
    const [from, to] = [-12, 12].map((z) => Math.min(n, Math.max(0, Math.floor(n * p + z * (deviation + 1)))));
    expect(misfitOfCounts(draws, logBinomial(n, p), from ?? 0, to ?? 0)).toBeLessThan(1);
  });

  it('multinomial: each category is binomial, also with a category that never comes, and the pairs are', () => {
    const weights = [1, 0, 3, 4, 0];
    const draws = multinomialArray(key(22), new Float64Array(N).fill(12), Array<number[]>(N).fill(weights).flat(), 5);
    const counts = (category: number): number[] => Array.from({ length: N }, (_, i) => draws[i * 5 + category] ?? NaN);
    for (const category of [0, 2, 3]) {
      const fit = misfitOfCounts(counts(category), logBinomial(12, (weights[category] ?? 0) / 8), 0, 12);
      expect(fit).toBeLessThan(1);
    }
    const third = counts(2);
    const pairs = counts(0).map((count, i) => count + (third[i] ?? NaN));
    expect(misfitOfCounts(pairs, logBinomial(12, 0.5), 0, 12)).toBeLessThan(1);
    expect(
      counts(1)
        .concat(counts(4))
        .every((count) => count === 0),
    ).toBe(true);
  });
});

describe('the edges of draws of counts', () => {
  it('poisson: is 0 at rate 0, NaN where the rate is not allowed, and fits at rates beyond all tables', () => {
    expect(Array.from(poissonArray(key(0), [0, -1, NaN, Infinity]))).toEqual([0, NaN, NaN, NaN]);
    const draws = poissonArray(key(23), new Float64Array(10_000).fill(1e14));
    const scores = draws.map((k) => (k - 1e14) / 1e7);
    const mean = scores.reduce((sum, z) => sum + z, 0) / scores.length;
    const square = scores.reduce((sum, z) => sum + z * z, 0) / scores.length;
    // Six standard errors of a mean and of a variance of 1.
    expect(Math.abs(mean)).toBeLessThan(6 / 100);
    expect(Math.abs(square - 1)).toBeLessThan((6 * Math.SQRT2) / 100);
  });

  it('binomial: is certain at 0 and 1, NaN where something is not allowed', () => {
    expect(Array.from(binomialArray(key(0), [5, 5, 0, 1e9], [0, 1, 0.5, 1]))).toEqual([0, 5, 0, 1e9]);
    expect(Array.from(binomialArray(key(0), [2.5, -1, 5, 5, NaN], [0.5, 0.5, 2, NaN, 0.5]))).toEqual(
      Array<number>(5).fill(NaN),
    );
  });

  it('multinomial: adds up to the total, in every row', () => {
    const draws = multinomialArray(key(24), [0, 1, 1e6], [0.1, 0.2, 0.7, 0.1, 0.2, 0.7, 0.1, 0.2, 0.7], 3);
    expect([0, 3, 6].map((i) => (draws[i] ?? 0) + (draws[i + 1] ?? 0) + (draws[i + 2] ?? 0))).toEqual([0, 1, 1e6]);
  });

  it('are the same for one key, and others for another', () => {
    const draw = (seed: number): number[] => Array.from(poissonArray(key(seed), [3, 30, 300, 3000]));
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });
});
