// The steps of findObjects against their definitions, on pictures small enough to count.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backgroundOf } from '../../../src/data/objects/background.js';
import { fillHoles, labelComponents } from '../../../src/data/objects/components.js';
import { median, medianByWeight } from '../../../src/data/objects/median.js';
import { mergeNear } from '../../../src/data/objects/mergeNear.js';
import { otsu } from '../../../src/data/objects/threshold.js';

const width = 9;
const mask = fc
  .array(fc.boolean(), { minLength: width, maxLength: 63 })
  .map((pixels) => Uint8Array.from(pixels.slice(0, pixels.length - (pixels.length % width)), Number));

/** Numbers in reading order for the groups that paths of steps up to `distance` long join. */
function groupsWithin(pixels: Uint8Array, distance: number): number[] {
  const groups = Array<number>(pixels.length).fill(0);
  const spread = (at: number, group: number): void => {
    groups[at] = group;
    pixels.forEach((pixel, other) => {
      const down = Math.floor(other / width) - Math.floor(at / width);
      const across = (other % width) - (at % width);
      if (pixel === 1 && groups[other] === 0 && Math.hypot(down, across) <= distance) spread(other, group);
    });
  };
  let count = 0;
  pixels.forEach((pixel, at) => {
    if (pixel === 1 && groups[at] === 0) spread(at, (count += 1));
  });
  return groups;
}

describe('labelComponents and mergeNear', () => {
  it('join pixels that touch, or are near, as their definition says', () => {
    fc.assert(
      fc.property(mask, fc.constantFrom(0, 1.5, 2, 2.3, 3, 4.5), (pixels, distance) => {
        const touching = labelComponents(pixels, width);
        expect([...touching.labels]).toEqual(groupsWithin(pixels, 1.5));
        const merged = mergeNear(touching, width, distance);
        expect([...merged.labels]).toEqual(groupsWithin(pixels, Math.max(1.5, distance)));
        expect(merged.count).toBe(Math.max(0, ...merged.labels));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('fillHoles', () => {
  it('sets what cannot reach the border along rows and columns', () => {
    const picture = [
      [0, 1, 1, 1, 0],
      [1, 0, 1, 0, 1],
      [1, 0, 0, 1, 0],
      [1, 1, 1, 0, 0],
    ];
    const filled = Uint8Array.from(picture.flat());
    fillHoles(filled, 4, 5);
    expect([...filled]).toEqual(
      [
        [0, 1, 1, 1, 0],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 0],
        [1, 1, 1, 0, 0],
      ].flat(),
    );
  });
});

describe('otsu', () => {
  it('splits at the bin with the greatest variance between the two sides', () => {
    const values = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(values, (drawn) => {
        // With 0 and 256 among them the bins are the integers.
        const all = [0, 256, ...drawn];
        const mean = (some: readonly number[]): number => some.reduce((sum, value) => sum + value, 0) / some.length;
        const between = (end: number): number => {
          const [below, above] = [all.filter((value) => value < end), all.filter((value) => value >= end)];
          const binned = above.map((value) => Math.min(255, value));
          return below.length * above.length * (mean(below) - mean(binned)) ** 2;
        };
        const best = Math.max(...Array.from({ length: 255 }, (_, bin) => between(bin + 1)));
        expect(between(otsu(Float32Array.from(all)))).toBeCloseTo(best, 6);
      }),
      { seed: 2 },
    );
  });
});

describe('backgroundOf', () => {
  it('is a plane where the picture is one, and does not see an object of less than half a square', () => {
    const plane = Float32Array.from({ length: 64 * 64 }, (_, at) => Math.floor(at / 64) + 2 * (at % 64));
    const spotted = plane.map((value, at) => (Math.hypot(Math.floor(at / 64) - 24, (at % 64) - 24) < 4 ? 1000 : value));
    const rows = { top: 0, bottom: 64 };
    const [bare, hidden] = [plane, spotted].map((values) => backgroundOf(values, 64, rows, 16));
    for (let row = 8; row < 56; row += 1) {
      for (let column = 8; column < 56; column += 1) {
        // The median of a square is the upper of two middle ones, half a row and column off its centre.
        expect(Math.abs((bare?.[row * 64 + column] ?? 0) - (row + 2 * column))).toBeLessThanOrEqual(1.5);
        // A fifth of the pixels of one square lie above: its median goes from the share 0.5 to 0.5 / 0.8 of its range of 45.
        expect(Math.abs((hidden?.[row * 64 + column] ?? 0) - (row + 2 * column))).toBeLessThan(1.5 + 0.125 * 45);
      }
    }
  });
});

describe('median and medianByWeight', () => {
  it('take the middle by number and by total', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([])).toBe(0);
    expect(medianByWeight([1, 1, 1, 1, 10])).toBe(10);
    expect(medianByWeight([1, 2, 3])).toBe(2);
    expect(medianByWeight([])).toBe(0);
  });
});
