import { describe, expect, it } from 'vitest';
import {
  explainedVariance,
  mutualInformation,
  mutualInformationGap,
  rankCorrelation,
  ranks,
} from '../../../../src/app/experiments/measures/index.js';
import { key, normalArray, split } from '../../../../src/num/index.js';

const COUNT = 2000;
const [a, b, noise] = split(key(5), 3).map((own) => Array.from(normalArray(own, COUNT)));
const [first, second, third] = [a ?? [], b ?? [], noise ?? []];
const sumOf = (x: readonly number[], y: readonly number[], weight = 1): number[] =>
  x.map((value, i) => value + weight * (y[i] ?? 0));

describe('rankCorrelation', () => {
  it('gives equal values the mean of their places', () => {
    expect([...ranks([5, 1, 5, 2])]).toEqual([2.5, 0, 2.5, 1]);
  });

  it('is 1 of an increasing function, -1 of a falling one, 0 of a constant', () => {
    expect(rankCorrelation(first, first.map(Math.exp))).toBeCloseTo(1, 12);
    expect(
      rankCorrelation(
        first,
        first.map((x) => -(x ** 3)),
      ),
    ).toBeCloseTo(-1, 12);
    expect(
      rankCorrelation(
        first,
        first.map(() => 4),
      ),
    ).toBe(0);
  });

  it('is the correlation of the places', () => {
    // Places less their mean: -2, -1, 0, 1, 2 and -2, -1, ½, 2, ½.
    expect(rankCorrelation([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(8 / Math.sqrt(10 * 9.5), 12);
  });
});

describe('mutualInformation', () => {
  it('is log 10 of a variable and an increasing function of it', () => {
    expect(mutualInformation(first, first.map(Math.exp))).toBeCloseTo(Math.log(10), 12);
  });

  it('is its bias of independent variables', () => {
    // 2 n times it is about chi-squared with 81 degrees of freedom: standard deviation √162.
    const scaled = 2 * COUNT * mutualInformation(first, second);
    expect(Math.abs(scaled - 81)).toBeLessThan(5 * Math.sqrt(162));
  });

  it('is that of two normal variables with correlation ½ from below', () => {
    const other = sumOf(first, second, Math.sqrt(3));
    // -log(1 - ρ²) / 2; bins lose some, and the bias of 81 / (2 n) = .02 is added.
    const exact = -Math.log(1 - 0.25) / 2;
    expect(mutualInformation(first, other)).toBeGreaterThan(0.8 * exact);
    expect(mutualInformation(first, other)).toBeLessThan(exact + 81 / COUNT);
  });
});

describe('mutualInformationGap', () => {
  it('is nearly 1 where each factor has its latent, and nearly 0 where two latents share them', () => {
    expect(mutualInformationGap([first, second], [second, first])).toBeGreaterThan(0.97);
    const mixed = [sumOf(first, second), sumOf(first, second, -1)];
    expect(mutualInformationGap(mixed, [first, second])).toBeLessThan(0.05);
  });
});

describe('explainedVariance', () => {
  it('is 1 of a quadratic function, and 0 of what has nothing to do with the latents', () => {
    const quadratic = first.map((x, i) => 2 + x - 3 * x * (second[i] ?? 0) + (second[i] ?? 0) ** 2);
    expect(explainedVariance([first, second], quadratic)).toBeCloseTo(1, 6);
    expect(Math.abs(explainedVariance([first, second], third))).toBeLessThan(0.02);
  });

  it('linear: is 1 of a linear function, and does not see a square', () => {
    const linear = first.map((x, i) => 2 - x + 3 * (second[i] ?? 0));
    expect(explainedVariance([first, second], linear, 'linear')).toBeCloseTo(1, 6);
    // The sample's third moment, six standard errors of about √(15 / n) each, squared, is all that a square has of a line.
    const squares = first.map((x) => x ** 2);
    expect(explainedVariance([first], squares, 'linear')).toBeLessThan(36 * (15 / COUNT));
    expect(explainedVariance([first], squares)).toBeCloseTo(1, 6);
  });

  it('is the share of the signal', () => {
    // Signal and noise of equal variance: ½, with a standard error of about 1 / √(n / 2).
    expect(Math.abs(explainedVariance([first], sumOf(first, third)) - 0.5)).toBeLessThan(5 / Math.sqrt(COUNT / 2));
  });

  it('is 0 or less where the latents are constant', () => {
    expect(explainedVariance([first.map(() => 1)], second)).toBeLessThanOrEqual(0);
  });
});
