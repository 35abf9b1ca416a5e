import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaveOneOut, nearestClasses, type KnownPoints } from '../../../../src/app/experiments/measures/nearest.js';

/** Class 0 around (0, 0), class 1 around (10, 0). */
const twoClusters: KnownPoints = {
  positions: [0, 0, 0, 1, 1, 0, 10, 0, 10, 1, 11, 0],
  dimensions: 2,
  classes: [0, 0, 0, 1, 1, 1],
  numClasses: 2,
};

describe('nearestClasses', () => {
  it('gives a query the class of the points around it', () => {
    expect(Array.from(nearestClasses(twoClusters, [0.4, 0.4, 9, 0.5], 3))).toEqual([0, 1]);
  });

  it('gives each known point its own class with one neighbour, if no two are at one place', () => {
    const points = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), fc.nat(2)),
      {
        selector: ([x, y]) => `${x},${y}`,
        minLength: 1,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(points, (rows) => {
        const positions = rows.flatMap(([x, y]) => [x, y]);
        const classes = rows.map(([, , own]) => own);
        const known = { positions, dimensions: 2, classes, numClasses: 3 };
        expect(Array.from(nearestClasses(known, positions, 1))).toEqual(classes);
      }),
    );
  });

  it('counts votes by the share of the class: a rare class is not outvoted by a common one', () => {
    // Two of the ten of class 0, and one of the one of class 1, are among the three nearest to 0.
    const positions = [-1, 1, 2, 50, 51, 52, 53, 54, 55, 56, 57];
    const known = { positions, dimensions: 1, classes: [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], numClasses: 2 };
    expect(Array.from(nearestClasses(known, [0], 3))).toEqual([1]);
  });
});

describe('leaveOneOut', () => {
  it('does not ask a point about itself', () => {
    const alone = { ...twoClusters, classes: [0, 0, 1, 1, 1, 1] };
    expect(Array.from(leaveOneOut(alone, 1))[2]).toBe(0);
    expect(Array.from(leaveOneOut(twoClusters, 2))).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('agrees with asking the others alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.nat(9), fc.nat(2)), { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (rows, count) => {
          const knownOf = (some: readonly (readonly [number, number, number])[]): KnownPoints => ({
            positions: some.flatMap(([x, y]) => [x, y]),
            dimensions: 2,
            classes: some.map(([, , own]) => own),
            numClasses: 3,
          });
          const apart = rows.map(
            ([x, y], i) => nearestClasses(knownOf(rows.filter((_, j) => j !== i)), [x, y], count)[0],
          );
          expect(Array.from(leaveOneOut(knownOf(rows), count))).toEqual(apart);
        },
      ),
    );
  });
});
