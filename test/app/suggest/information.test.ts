import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entropyOf, expectedInformation, largest, meanPrediction, pickRows } from '../../../src/app/suggest/index.js';

/** Probabilities of three classes. */
const probabilities = fc
  .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
  .map((weights) => Float32Array.from(weights, (weight) => weight / weights.reduce((sum, other) => sum + other, 0)));

describe('entropyOf', () => {
  it('is log K of K equal probabilities, and 0 of certainty', () => {
    expect(entropyOf([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(Math.log(4), 12);
    expect(entropyOf([0, 1, 0])).toBe(0);
  });
});

describe('expectedInformation', () => {
  it('disagreement: is all of the entropy where views are certain of different classes, and none where they agree', () => {
    const [torn, unclear] = expectedInformation([Float32Array.of(1, 0, 0.5, 0.5), Float32Array.of(0, 1, 0.5, 0.5)], 2);
    expect(torn).toEqual({ entropy: Math.LN2, disagreement: Math.LN2 });
    expect(unclear).toEqual({ entropy: Math.LN2, disagreement: 0 });
  });

  it('disagreement: lies between 0 and the entropy, does not depend on the order of views, and is 0 for one view', () => {
    fc.assert(
      fc.property(fc.array(probabilities, { minLength: 2, maxLength: 5 }), (views) => {
        const [info] = expectedInformation(views, 3);
        const [back] = expectedInformation([...views].reverse(), 3);
        expect(info?.disagreement).toBeGreaterThanOrEqual(0);
        expect(info?.disagreement).toBeLessThanOrEqual((info?.entropy ?? NaN) + 1e-12);
        expect(back?.disagreement).toBeCloseTo(info?.disagreement ?? NaN, 12);
        expect(expectedInformation(views.slice(0, 1), 3)[0]?.disagreement).toBe(0);
      }),
    );
  });

  it('disagreement: is the mean divergence of the views from their mean', () => {
    fc.assert(
      fc.property(fc.array(probabilities, { minLength: 1, maxLength: 5 }), (views) => {
        const mean = [0, 1, 2].map((k) => views.reduce((sum, view) => sum + (view[k] ?? NaN), 0) / views.length);
        const divergence = (view: Float32Array): number =>
          view.reduce((sum, p, k) => sum + p * Math.log(p / (mean[k] ?? NaN)), 0);
        const expected = views.reduce((sum, view) => sum + divergence(view), 0) / views.length;
        // Shares in float32 sum to 1 within a few of its roundings.
        expect(expectedInformation(views, 3)[0]?.disagreement).toBeCloseTo(Math.max(0, expected), 6);
      }),
    );
  });
});

describe('meanPrediction', () => {
  it('is made of probabilities again, each between the smallest and the largest of its views', () => {
    fc.assert(
      fc.property(fc.array(probabilities, { minLength: 1, maxLength: 5 }), (views) => {
        const mean = meanPrediction(views);
        expect(mean.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
        mean.forEach((p, k) => {
          const own = views.map((view) => view[k] ?? NaN);
          expect(p).toBeGreaterThanOrEqual(Math.min(...own) - 1e-12);
          expect(p).toBeLessThanOrEqual(Math.max(...own) + 1e-12);
        });
      }),
    );
  });
});

describe('pickRows', () => {
  it('takes rows in the order that is asked for', () => {
    expect([...pickRows(Float64Array.of(1, 2, 3, 4, 5, 6), 2, [2, 0])]).toEqual([5, 6, 1, 2]);
  });
});

describe('largest', () => {
  it('gives the places of the largest, the largest first, and of equal ones the earlier', () => {
    expect(largest([1, 5, 2, 5, 0], 3)).toEqual([1, 3, 2]);
    expect(largest([1], 3)).toEqual([0]);
  });
});
