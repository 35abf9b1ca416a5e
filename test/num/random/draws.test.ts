import { describe, expect, it } from 'vitest';
import {
  bits,
  choose,
  exponential,
  fold,
  gamma,
  gumbel,
  key,
  logGammaArray,
  normal,
  normalArray,
  permutation,
  randint,
  randintArray,
  split,
  uniform,
  uniformArray,
  vonMises,
} from '../../../src/num/index.js';
import { errorOf } from '../../support/errorOf.js';
import { erfc, gammaCdf, vonMisesCdf } from '../special/reference.js';
import { countMisfit, countsOf, misfit } from './goodness.js';

const N = 40_000;
const normalCdf = (x: number): number => 0.5 * erfc(-x / Math.SQRT2);

describe('draws fit their distributions', () => {
  it('bits: each of the 32 bits is 1 half of the time, and neighbouring words are independent', () => {
    const words = bits(key(1), N);
    const ones = Array.from({ length: 32 }, (_, bit) => words.reduce((sum, word) => sum + ((word >>> bit) & 1), 0));
    for (const count of ones) expect(countMisfit([count, N - count], [0.5, 0.5])).toBeLessThan(1);
    const pairs = countsOf(
      Array.from({ length: N / 2 }, (_, i) => ((words[2 * i] ?? 0) >>> 29) * 8 + ((words[2 * i + 1] ?? 0) >>> 29)),
      64,
    );
    expect(countMisfit(pairs, Array<number>(64).fill(1 / 64))).toBeLessThan(1);
  });

  it('uniform', () => {
    expect(misfit(uniform(key(2), [N]).dataSync(), (x) => x)).toBeLessThan(1);
    expect(misfit(uniformArray(key(2), N), (x) => x)).toBeLessThan(1);
  });

  it('normal, its two halves independent', () => {
    expect(misfit(normal(key(3), [N]).dataSync(), normalCdf)).toBeLessThan(1);
    const draws = normalArray(key(4), N);
    expect(misfit(draws, normalCdf)).toBeLessThan(1);
    // The difference of the two draws of one pair of words, over sqrt 2.
    const differences = Array.from(
      { length: N / 2 },
      (_, i) => ((draws[2 * i] ?? 0) - (draws[2 * i + 1] ?? 0)) / Math.SQRT2,
    );
    expect(misfit(differences, normalCdf)).toBeLessThan(1);
  });

  it('exponential', () => {
    expect(misfit(exponential(key(5), [N]).dataSync(), (x) => -Math.expm1(-x))).toBeLessThan(1);
  });

  it('gumbel', () => {
    expect(misfit(gumbel(key(6), [N]).dataSync(), (x) => Math.exp(-Math.exp(-x)))).toBeLessThan(1);
  });

  it.each([0.05, 0.7, 1, 3.5, 400])('gamma of concentration %d', (concentration) => {
    const logs = logGammaArray(key(7), new Float64Array(20_000).fill(concentration));
    expect(misfit(logs.map(Math.exp), (x) => gammaCdf(concentration, x))).toBeLessThan(1);
  });

  it('gamma of a tiny concentration, in logs: a log z is minus an exponential', () => {
    const logs = logGammaArray(key(8), new Float64Array(20_000).fill(1e-6));
    expect(
      misfit(
        logs.map((log) => -1e-6 * log),
        (x) => -Math.expm1(-x),
      ),
    ).toBeLessThan(1);
  });

  it.each([0, 1e-7, 0.3, 2, 50, 2e6])('vonMises of concentration %d', (concentration) => {
    const draws = vonMises(key(9), concentration, [20_000]).dataSync();
    expect(misfit(draws, vonMisesCdf(concentration))).toBeLessThan(1);
  });

  it('randint', () => {
    expect(countMisfit(countsOf(randintArray(key(10), N, 0, 10), 10), Array<number>(10).fill(0.1))).toBeLessThan(1);
  });

  it('permutation: each order of four comes equally often', () => {
    const orders = split(key(11), 12_000).map((each) => permutation(each, 4).join(''));
    const names = [...new Set(orders)];
    expect(names).toHaveLength(24);
    const counts = names.map((name) => orders.filter((order) => order === name).length);
    expect(countMisfit(counts, Array<number>(24).fill(1 / 24))).toBeLessThan(1);
  });

  it('choose: each ordered pair out of five comes equally often', () => {
    const pairs = split(key(12), 10_000).map((each) => choose(each, 5, 2).join(''));
    const names = [...new Set(pairs)];
    expect(names).toHaveLength(20);
    const counts = names.map((name) => pairs.filter((pair) => pair === name).length);
    expect(countMisfit(counts, Array<number>(20).fill(1 / 20))).toBeLessThan(1);
  });

  it('different keys give unrelated draws: the sum of two uniforms is triangular', () => {
    const [a, b] = [uniformArray(fold(key(0), 'a'), N), uniformArray(fold(key(0), 'b'), N)];
    const triangular = (x: number): number => (x < 1 ? (x * x) / 2 : 1 - (2 - x) ** 2 / 2);
    expect(
      misfit(
        a.map((u, i) => u + (b[i] ?? 0)),
        triangular,
      ),
    ).toBeLessThan(1);
  });
});

describe('the edges of draws', () => {
  it('uniform: never 0 or 1, whatever the bits', () => {
    const draws = uniform(key(13), [200_000]).dataSync();
    expect(draws.every((u) => u >= 2 ** -24 && u <= 1 - 2 ** -24)).toBe(true);
    expect(uniformArray(key(13), 200_000).every((u) => u > 0 && u < 1)).toBe(true);
  });

  it('a draw of no elements is empty', () => {
    expect(uniform(key(0), [0, 3]).shape).toEqual([0, 3]);
    expect(permutation(key(0), 0)).toEqual([]);
    expect(choose(key(0), 5, 0)).toEqual([]);
  });

  it('permutation: has each number once; choose: distinct numbers, ascending on request', () => {
    expect(permutation(key(14), 1000).sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    const chosen = choose(key(15), 1e9, 1000, { sorted: true });
    expect(new Set(chosen).size).toBe(1000);
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
    expect(chosen.every((i) => Number.isInteger(i) && i >= 0 && i < 1e9)).toBe(true);
  });

  it.each([-1, 6, 1.5])('choose: rejects %d of 5', (count) => {
    expect(errorOf(() => choose(key(0), 5, count))).toMatchObject({
      code: 'ArgumentError',
      where: 'choose',
      got: String(count),
    });
  });

  it('randint: takes all values between its bounds, negative ones too, and rejects bounds that hold none', () => {
    const draws = randint(key(16), [1000], -2, 2).dataSync();
    expect([...new Set(draws)].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1]);
    expect(errorOf(() => randint(key(0), [1], 3, 3))).toMatchObject({ code: 'ArgumentError', where: 'randint' });
  });

  it('gamma and vonMises: are NaN where the concentration is not allowed, and end there', () => {
    expect(Array.from(logGammaArray(key(0), [0, -1, NaN, Infinity]))).toEqual([NaN, NaN, NaN, NaN]);
    expect(Array.from(vonMises(key(0), -1, [2]).dataSync())).toEqual([NaN, NaN]);
  });

  it('gamma: stays above 0 where a draw underflows', () => {
    expect(
      gamma(key(0), 1e-6, [100])
        .dataSync()
        .every((z) => z >= 2 ** -126),
    ).toBe(true);
  });
});
