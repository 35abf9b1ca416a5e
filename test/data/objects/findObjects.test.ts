import { describe, expect, it } from 'vitest';
import { findObjects } from '../../../src/data/index.js';
import type { FindOptions } from '../../../src/data/index.js';
import { key } from '../../../src/num/index.js';
import { errorOf } from '../../support/errorOf.js';
import { discPicture, scatteredDiscs } from '../support/micrograph.js';

const frame = { height: 160, width: 200 };
const discs = scatteredDiscs(4, 5, 40);
const noisy = { ...frame, slope: 0.4, noise: 0.03 };

type Picture = ReturnType<typeof discPicture>;

/** A picture with a rectangle of one grey value drawn over it. */
function drawn(picture: Picture, value: number, [top, left, bottom, right]: readonly number[]): Picture {
  const values = picture.values.map((old, at) => {
    const [row, column] = [Math.floor(at / picture.width), at % picture.width];
    return row >= (top ?? 0) && row < (bottom ?? 0) && column >= (left ?? 0) && column < (right ?? 0) ? value : old;
  });
  return { ...picture, values };
}

function countOf(picture: Picture, options: FindOptions): number {
  return findObjects(picture, options).objects.length;
}

describe('findObjects', () => {
  it.each([
    ['bright', 0.3],
    ['dark', -0.2],
  ] as const)('finds %s discs on a slope under noise, where they are and as large', (contrast, level) => {
    for (let seed = 0; seed < 3; seed += 1) {
      const found = findObjects(discPicture(key(seed), discs, { ...noisy, level }));
      expect(found.contrast).toBe(contrast);
      expect(found.objects).toHaveLength(discs.length);
      for (const { row, column, radius } of discs) {
        const object = found.objects.find((one) => Math.hypot(one.row - row, one.column - column) <= 1.5);
        // A threshold anywhere between background and disc, after smoothing by one pixel, moves the rim by about one.
        expect(Math.abs((object?.diameter ?? 0) / 2 - radius)).toBeLessThan(1.5);
      }
    }
  });

  it('labels the pixels of each object with its number and no others', () => {
    const { objects, labels } = findObjects(discPicture(key(1), discs, noisy));
    objects.forEach(({ area, top, bottom, left, right }, i) => {
      const own = Array.from(labels.keys()).filter((at) => labels[at] === i + 1);
      expect(own).toHaveLength(area);
      const [rows, columns] = [own.map((at) => Math.floor(at / 200)), own.map((at) => at % 200)];
      const box = [Math.min(...rows), Math.max(...rows) + 1, Math.min(...columns), Math.max(...columns) + 1];
      expect(box).toEqual([top, bottom, left, right]);
    });
    expect(Math.max(...labels)).toBe(objects.length);
  });

  it('does not depend on the scale of grey values, their sign but for the contrast, or earlier calls', () => {
    const picture = discPicture(key(2), discs, noisy);
    const { labels, threshold, objects } = findObjects(picture);
    expect(findObjects(picture)).toEqual({ labels, threshold, objects, contrast: 'bright' });
    // Powers of two and signs change no rounding.
    const fourfold = findObjects({ ...picture, values: picture.values.map((value) => 4 * value) });
    expect(fourfold).toEqual({ labels, threshold: 4 * threshold, objects, contrast: 'bright' });
    // The upper of the two middle values becomes the lower: a square's median may move by one place among its pixels.
    const negative = findObjects({ ...picture, values: picture.values.map((value) => -value) });
    expect(negative.contrast).toBe('dark');
    expect(negative.objects.map(({ row }) => row)).toEqual(objects.map(({ row }) => row));
  });

  it('finds nothing where there is nothing', () => {
    const { objects, labels } = findObjects(discPicture(key(0), [], frame));
    expect(objects).toEqual([]);
    expect(labels.every((label) => label === 0)).toBe(true);
  });

  it('finds objects a third as wide as the micrograph', () => {
    const large = [
      { row: 50, column: 50, radius: 27 },
      { row: 110, column: 130, radius: 25 },
    ];
    const { objects } = findObjects(discPicture(key(5), large, { ...noisy, slope: 0.1 }));
    expect(objects.map(({ diameter }) => Math.round(diameter / 10))).toEqual([5, 5]);
    expect(objects.map(({ row }) => Math.round(row / 10))).toEqual([5, 11]);
  });

  it('takes a ring for a whole disc', () => {
    const ring = discPicture(key(0), [{ row: 80, column: 100, radius: 20 }], frame);
    const values = ring.values.map((value, at) =>
      Math.hypot(Math.floor(at / 200) - 80, (at % 200) - 100) < 14 ? 0.3 : value,
    );
    const [object] = findObjects({ ...ring, values }).objects;
    expect(object?.area).toBeGreaterThan(Math.PI * 20 ** 2);
  });

  it('makes one of what touches or is nearer than mergeDistance', () => {
    const pair = [
      { row: 80, column: 60, radius: 10 },
      { row: 80, column: 90, radius: 10 },
    ];
    // Nine background pixels between them: their nearest pixels are 10 apart, less what smoothing adds to each.
    const picture = discPicture(key(0), pair, frame);
    const exact = { smoothing: 0, threshold: 0.15 };
    expect(countOf(picture, exact)).toBe(2);
    expect(countOf(picture, { ...exact, mergeDistance: 9.99 })).toBe(2);
    expect(countOf(picture, { ...exact, mergeDistance: 10 })).toBe(1);
    expect(countOf(discPicture(key(0), [...pair, { row: 80, column: 75, radius: 6 }], frame), exact)).toBe(1);
  });

  it('leaves out what is too small, too large or at the border, if asked', () => {
    const sizes = [
      { row: 0, column: 100, radius: 8 },
      { row: 40, column: 40, radius: 1 },
      { row: 40, column: 100, radius: 8 },
      { row: 110, column: 100, radius: 15 },
    ];
    const picture = discPicture(key(0), sizes, frame);
    const exact = { smoothing: 0, threshold: 0.15, minArea: 0 };
    expect(findObjects(picture, exact).objects.map(({ touchesBorder }) => touchesBorder)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(countOf(picture, { ...exact, border: 'drop' })).toBe(3);
    expect(countOf(picture, { ...exact, maxArea: 300 })).toBe(3);
    expect(countOf(picture, { smoothing: 0, threshold: 0.15 })).toBe(3);
    // A disc of radius 1 around the centre of a pixel has five.
    expect(countOf(picture, { ...exact, minArea: 5 })).toBe(4);
    expect(countOf(picture, { ...exact, minArea: 5.5 })).toBe(3);
  });

  it('leaves out scale bars and bars of text unless asked to keep them', () => {
    const picture = discPicture(key(3), discs, { ...noisy, height: 190, noise: 0.01 });
    const scaled = drawn(picture, 1.5, [165, 20, 169, 60]);
    expect(countOf(scaled, {})).toBe(discs.length);
    expect(countOf(scaled, { annotations: 'keep' })).toBe(discs.length + 1);
    const barred = drawn(drawn(picture, 0, [175, 0, 190, 200]), 1.5, [180, 20, 185, 60]);
    expect(countOf(barred, {})).toBe(discs.length);
    expect(countOf(barred, { annotations: 'keep' })).not.toBe(discs.length);
  });

  it.each<[FindOptions, object]>([
    [{ contrast: 'light' as 'bright' }, { where: 'findObjects.contrast', got: '"light"', hint: 'bright' }],
    [{ smoothing: -1 }, { where: 'findObjects.smoothing', got: '-1' }],
    [{ threshold: NaN }, { where: 'findObjects.threshold', got: 'NaN' }],
    [
      { minArea: 9, maxArea: 8 },
      { where: 'findObjects.maxArea', got: '8' },
    ],
    [{ treshold: 1 } as FindOptions, { where: 'findObjects', got: '"treshold"', hint: '"threshold"' }],
  ])('rejects %o', (options, fields) => {
    expect(errorOf(() => findObjects(discPicture(key(0), [], frame), options))).toMatchObject({
      code: 'ArgumentError',
      ...fields,
    });
  });
});
