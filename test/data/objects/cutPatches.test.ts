import { describe, expect, it } from 'vitest';
import { cutPatches, findObjects, patchSize } from '../../../src/data/index.js';
import type { PatchOptions } from '../../../src/data/index.js';
import { key } from '../../../src/num/index.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { discPicture, scatteredDiscs } from '../support/micrograph.js';

/** 10 rows and 12 columns whose values say where they are: 12 · row + column, in 128ths. */
const counted = { height: 10, width: 12, values: Float32Array.from({ length: 120 }, (_, at) => at / 128) };
const exact = { normalise: 'none' } as const;

describe('cutPatches', () => {
  it('copies the pixels around objects and says where they were', () => {
    const objects = [
      { row: 4, column: 5 },
      { row: 4.5, column: 6.5 },
    ];
    const { images, positions, count, height, width } = cutPatches(counted, objects, 3, exact);
    expect([count, height, width]).toEqual([2, 3, 3]);
    const patch = (row: number, column: number): number[] =>
      [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((across) => (12 * (row + down) + column + across) / 128));
    expect([...images]).toEqual([...patch(4, 5), ...patch(5, 7)]);
    // Nothing is read between pixels: the second is moved by half a pixel, and says so.
    expect(positions).toEqual([
      { row: 4, column: 5, top: 3, left: 4 },
      { row: 5, column: 7, top: 4, left: 6 },
    ]);
    expect(cutPatches(counted, [{ row: 4.5, column: 6.5 }], 4, exact).positions[0]).toEqual({
      row: 4.5,
      column: 6.5,
      top: 3,
      left: 5,
    });
  });

  it.each([
    // numpy.pad(row, 3, mode) of [0, 1, 2, …]: symmetric, edge and constant.
    ['reflect', [2, 1, 0, 0, 1, 2, 3]],
    ['repeat', [0, 0, 0, 0, 1, 2, 3]],
    ['zero', [0, 0, 0, 0, 1, 2, 3]],
  ] as const)('continues the picture beyond its border (%s)', (outside, columns) => {
    const { images } = cutPatches(counted, [{ row: 5, column: 0 }], 7, { ...exact, outside });
    const isOut = (i: number): boolean => outside === 'zero' && i < 3;
    const line = columns.map((column, i) => (isOut(i) ? 0 : (12 * 5 + column) / 128));
    expect([...images.subarray(21, 28)]).toEqual(line);
  });

  it('reflects again and again where a patch is larger than the picture', () => {
    const { images } = cutPatches(
      { height: 1, width: 2, values: Float32Array.of(0.25, 0.5) },
      [{ row: 0, column: 0 }],
      9,
      {
        ...exact,
      },
    );
    // numpy.pad([0.25, 0.5], 4, 'symmetric')[:9]
    expect([...images.subarray(36, 45)]).toEqual([0.25, 0.5, 0.5, 0.25, 0.25, 0.5, 0.5, 0.25, 0.25]);
  });

  it.each([3, 5, 12])('keeps a plane a plane when 6 pixels become %d', (resize) => {
    const plane = {
      height: 40,
      width: 40,
      values: Float32Array.from({ length: 1600 }, (_, at) => Math.floor(at / 40) / 64 + (at % 40) / 128),
    };
    const { images } = cutPatches(plane, [{ row: 20.5, column: 18.5 }], 6, { ...exact, resize });
    const places = Array.from({ length: resize }, (_, i) => ((i + 0.5) * 6) / resize - 3);
    const wanted = places.flatMap((down) => places.map((across) => (20.5 + down) / 64 + (18.5 + across) / 128));
    // Sums of products of numbers up to 0.6; twice three interpolations and the smoothing, in float64, and one rounding.
    expectClose(images, wanted, { roundings: 2 });
  });

  it('does not alias: stripes finer than the pixels of the result become grey', () => {
    const stripes = { height: 96, width: 96, values: Float32Array.from({ length: 9216 }, (_, at) => at % 2) };
    const { images } = cutPatches(stripes, [{ row: 47.5, column: 47.5 }], 48, { ...exact, resize: 8 });
    // A Gaussian of deviation 2.5 leaves exp(-2.5² π² / 2) < 1e-13 of a wave of two pixels; its cut at 3 deviations, about 1e-3.
    images.forEach((value) => expect(Math.abs(value - 0.5)).toBeLessThan(4e-3));
  });

  it('makes dark objects bright and stretches each patch', () => {
    const discs = scatteredDiscs(3, 3, 40);
    const picture = discPicture(key(0), discs, { height: 120, width: 120, level: -0.2, noise: 0.02 });
    const { objects, contrast } = findObjects(picture);
    const size = patchSize(objects);
    // Discs of radii 5 to 8, and about a pixel for the rim.
    expect(size).toBeGreaterThan(4.2 * 10);
    expect(size).toBeLessThan(4.2 * 18);
    const { images, count } = cutPatches(picture, objects, size, { resize: 24, contrast });
    expect(count).toBe(discs.length);
    for (let patch = 0; patch < count; patch += 1) {
      const values = images.subarray(patch * 576, (patch + 1) * 576);
      const middle = values[12 * 24 + 12] ?? 0;
      expect(middle).toBeGreaterThan(0.7);
      expect(Math.min(...values)).toBe(0);
      expect(Math.max(...values)).toBe(1);
    }
  });

  it('gives no patches of no objects', () => {
    expect(cutPatches(counted, [], 4)).toMatchObject({ count: 0, height: 4, width: 4, positions: [] });
    expect(patchSize([])).toBe(8);
  });

  it.each<[number, PatchOptions, object]>([
    [1, {}, { where: 'cutPatches.size', got: '1' }],
    [8, { resize: 7.5 }, { where: 'cutPatches.resize', got: '7.5' }],
    [8, { outside: 'wrap' as 'zero' }, { where: 'cutPatches.outside', got: '"wrap"' }],
    [8, { contrast: 'auto' as 'dark' }, { where: 'cutPatches.contrast', got: '"auto"' }],
    [8, { resizes: 7 } as PatchOptions, { where: 'cutPatches', got: '"resizes"', hint: '"resize"' }],
  ])('rejects size %d with %o', (size, options, fields) => {
    expect(errorOf(() => cutPatches(counted, [{ row: 4, column: 4 }], size, options))).toMatchObject({
      code: 'ArgumentError',
      ...fields,
    });
  });
});
