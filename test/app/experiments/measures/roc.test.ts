import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heightAt, rocOf } from '../../../../src/app/experiments/measures/roc.js';

const samples = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { minLength: 2, maxLength: 30 })
  .filter((rows) => rows.some(([, wanted]) => wanted) && rows.some(([, wanted]) => !wanted));

describe('rocOf', () => {
  it('has the area 1 for a score that tells all apart, 0 for its opposite, 1/2 for no score', () => {
    const isWanted = [false, true, false, true];
    expect(rocOf([1, 3, 2, 4], isWanted).area).toBe(1);
    expect(rocOf([4, 2, 3, 1], isWanted).area).toBe(0);
    expect(rocOf([7, 7, 7, 7], isWanted)).toEqual({
      area: 0.5,
      points: [
        [0, 0],
        [1, 1],
      ],
    });
  });

  it('area: is the share of pairs in which the wanted one is higher, ties half', () => {
    fc.assert(
      fc.property(samples, (rows) => {
        const pairs = rows.flatMap(([a, wanted]) =>
          wanted ? rows.flatMap(([b, other]) => (other ? [] : [a > b ? 1 : a === b ? 0.5 : 0])) : [],
        );
        const expected = pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length;
        const { area } = rocOf(
          rows.map(([score]) => score),
          rows.map(([, wanted]) => wanted),
        );
        expect(area).toBeCloseTo(expected, 12);
      }),
    );
  });

  it('points: rise from (0, 0) to (1, 1) in both coordinates', () => {
    fc.assert(
      fc.property(samples, (rows) => {
        const { points } = rocOf(
          rows.map(([score]) => score),
          rows.map(([, wanted]) => wanted),
        );
        expect([points[0], points.at(-1)]).toEqual([
          [0, 0],
          [1, 1],
        ]);
        points.slice(1).forEach(([x, y], i) => {
          expect(x >= (points[i]?.[0] ?? NaN) && y >= (points[i]?.[1] ?? NaN)).toBe(true);
        });
      }),
    );
  });
});

describe('heightAt', () => {
  it('reads between the points, and the top where the curve is upright', () => {
    const roc = {
      area: NaN,
      points: [
        [0, 0],
        [0, 0.4],
        [0.5, 0.8],
        [1, 1],
      ],
    } as const;
    expect([0, 0.25, 0.5, 1].map((x) => heightAt(roc, x))).toEqual([0.4, expect.closeTo(0.6, 12), 0.8, 1]);
  });
});
