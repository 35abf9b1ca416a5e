// Pareto smoothing against an implementation written from the paper in another way, and against tails of known shape.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { psis } from '../../../src/infer/index.js';
import { ArgumentError, key, normalArray, uniformArray } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';
import { warningsOf } from '../../support/warningsOf.js';

/** k of Zhang and Stephens, drawn towards 1/2, in terms of b = -k / sigma; sums by plain loops in float64. */
function referenceShape(tail: readonly number[]): { readonly k: number; readonly sigma: number } {
  const n = tail.length;
  const m = 30 + Math.floor(n ** 0.5);
  const first = tail[Math.floor(n / 4 + 0.5) - 1] ?? NaN;
  const meanLog = (b: number): number => {
    let sum = 0;
    for (const y of tail) sum += Math.log(1 - b * y);
    return sum / n;
  };
  const bs: number[] = [];
  for (let i = 1; i <= m; i += 1) {
    bs.push((1 - Math.sqrt(m / (i - 0.5))) / 3 / first + 1 / Math.max(...tail));
  }
  const logs = bs.map((b) => n * (Math.log(-b / meanLog(b)) - meanLog(b) - 1));
  // Equation (6) of the paper: each weight is 1 / sum of ratios of likelihoods.
  let b = 0;
  bs.forEach((value, i) => {
    let ratios = 0;
    for (const other of logs) ratios += Math.exp(other - (logs[i] ?? NaN));
    b += value / ratios;
  });
  return { k: (meanLog(b) * n + 5) / (n + 10), sigma: -meanLog(b) / b };
}

function reference(logs: readonly number[]): { readonly k: number; readonly weights: number[] } {
  const top = Math.max(...logs);
  const ratios = logs.map((x) => Math.exp(x - top));
  const sorted = [...ratios].sort((a, b) => a - b);
  const size = Math.ceil(Math.min(logs.length / 5, 3 * logs.length ** 0.5));
  const cutoff = sorted[sorted.length - size - 1] ?? NaN;
  const tail = sorted.slice(-size).map((x) => x - cutoff);
  const { k, sigma } = referenceShape(tail);
  const smoothed = ratios.map((x) => {
    const rank = sorted.indexOf(x) - (sorted.length - size);
    if (rank < 0) return x;
    const p = (rank + 0.5) / size;
    return Math.min(1, cutoff + (sigma / k) * ((1 - p) ** -k - 1));
  });
  const total = smoothed.reduce((a, b) => a + b);
  return { k, weights: smoothed.map((x) => x / total) };
}

describe('psis', () => {
  it('equals the reference, in shape and in every weight', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 50, max: 400 }),
        fc.double({ min: 0.2, max: 4 }),
        (seed, count, spread) => {
          const logs = [...normalArray(key(seed), count)].map((x) => spread * x - 7);
          const expected = reference(logs);
          const { kHat, logWeights } = psis(logs);
          // Both take a few hundred roundings of float64; the profile is flat at its top, which magnifies them a little.
          expectClose(kHat, expected.k, { tolerance: 1e-9 });
          expectClose(logWeights.map(Math.exp), expected.weights, { tolerance: 1e-9 });
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([-0.5, 0, 0.3, 0.7, 1.2])('finds the shape %d of a Pareto tail', (k) => {
    const count = 40_000;
    const exceedances = [...uniformArray(key(11), count)].map((u) => (k === 0 ? -Math.log(u) : (u ** -k - 1) / k));
    const { kHat } = psis(exceedances.map((x) => Math.log(1 + x)));
    // The tail of a Pareto tail has the same shape; the estimate's standard deviation is (1 + k) / sqrt(n), and the prior
    // moves it by 10 (0.5 - k) / (n + 10). Five standard deviations.
    const n = Math.ceil(3 * Math.sqrt(count));
    const shrunk = (n * k + 5) / (n + 10);
    expectClose(kHat, shrunk, { tolerance: (5 * (1 + Math.max(k, 0))) / Math.sqrt(n) });
  });

  it('grows with the distance of the proposal: it is 1 - 1 / ratio of precisions for normal weights', () => {
    // p = N(0, 1) and q = N(0, s²) with s < 1: the ratio's tail is Pareto with k = 1 - s².
    const shapes = [0.9, 0.7, 0.4].map((s) => {
      const draws = [...normalArray(key(12), 60_000)].map((z) => s * z);
      return psis(draws.map((x) => -0.5 * x * x + (0.5 * x * x) / (s * s))).kHat;
    });
    [0.19, 0.51, 0.84].forEach((k, i) => expectClose(shapes[i] ?? NaN, k, { tolerance: 0.3 }));
    expect(shapes[0]).toBeLessThan(shapes[1] ?? NaN);
    expect(shapes[1]).toBeLessThan(shapes[2] ?? NaN);
  });

  it('does not depend on a common factor of the weights, keeps their order, and sums to 1', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: -500, max: 500, noNaN: true }), (seed, shift) => {
        const logs = [...normalArray(key(seed), 100)];
        const [plain, shifted] = [psis(logs), psis(logs.map((x) => x + shift))];
        expectClose(shifted.kHat, plain.kHat, { tolerance: 1e-6 });
        expectClose(
          plain.logWeights.reduce((sum, x) => sum + Math.exp(x), 0),
          1,
          { tolerance: 1e-12 },
        );
        const order = [...logs.keys()].sort((a, b) => (logs[a] ?? 0) - (logs[b] ?? 0));
        const ranked = order.map((i) => plain.logWeights[i] ?? NaN);
        // The largest may be cut to one and the same number.
        expect(ranked.every((x, i) => x >= (ranked[i - 1] ?? -Infinity))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('constant weights: -Infinity, and no warning', () => {
    const warnings = warningsOf(() => {
      for (const count of [10, 100]) expect(psis(Array<number>(count).fill(-3)).kHat).toBe(-Infinity);
      expect(psis([...Array<number>(9).fill(1), 1 + 1e-7], 1e-6).kHat).toBe(-Infinity);
    });
    expect(warnings).toEqual([]);
  });

  it.each([1, 2, 9])('%d weights say nothing of a tail, however alike they are', (count) => {
    expect(warningsOf(() => expect(psis(Array<number>(count).fill(-3)).kHat).toBe(Infinity))).toHaveLength(1);
  });

  it('fewer than ten tail points: Infinity, and a warning; ten are enough', () => {
    const logs = [...normalArray(key(13), 46)];
    expect(warningsOf(() => expect(psis(logs.slice(0, 45)).kHat).toBe(Infinity))).toEqual([
      'psis: only 9 weights in the tail, fewer than 10; kHat is Infinity.',
    ]);
    expect(warningsOf(() => expect(psis(logs).kHat).toBeLessThan(Infinity))).toEqual([]);
    // Ties at the cutoff leave no tail.
    expect(warningsOf(() => psis([...Array<number>(99).fill(0), -1]))).toHaveLength(1);
  });

  it('weights of 0 stay 0; NaN, or no weight above 0, is refused', () => {
    const logs = [...normalArray(key(14), 100)];
    logs[3] = -Infinity;
    expect(psis(logs).logWeights[3]).toBe(-Infinity);
    for (const bad of [[], [NaN, 0], [Infinity, 0], [-Infinity]]) expect(() => psis(bad)).toThrow(ArgumentError);
  });
});
