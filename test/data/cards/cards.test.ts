import { describe, expect, it } from 'vitest';
import { cards, cardsSettings, identity, suitNames, uprightCards, warp } from '../../../src/data/index.js';
import type { CardsOptions, ImageSet } from '../../../src/data/index.js';
import { key } from '../../../src/num/index.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';

const still = { angle: 0, shear: 0, scale: [1, 1], shift: 0 } as const;

function imageOf({ images, height, width }: ImageSet, i: number): Float32Array {
  return images.subarray(i * height * width, (i + 1) * height * width);
}

function centroid(image: Float32Array, size: number): [number, number] {
  let [ink, x, y] = [0, 0, 0];
  image.forEach((value, i) => {
    ink += value;
    x += value * (i % size);
    y += value * Math.floor(i / size);
  });
  return [x / ink, y / ink];
}

describe('cards', () => {
  it('gives the same bits for the same key and others for another', () => {
    const options = { count: 5 };
    expect(cards(key(7), options)).toEqual(cards(key(7), options));
    expect(cards(key(8), options).images).not.toEqual(cards(key(7), options).images);
  });

  it('labels run clubs, spades, hearts, diamonds, again and again', () => {
    const { labels, classNames, count } = cards(key(0), { count: 2 });
    expect(classNames).toEqual(['clubs', 'spades', 'hearts', 'diamonds']);
    expect([...labels]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    expect(count).toBe(8);
  });

  it('a larger set begins with the smaller one of the same key', () => {
    const [small, large] = [cards(key(1), { count: 2 }), cards(key(1), { count: 3 })];
    expect(large.images.subarray(0, small.images.length)).toEqual(small.images);
    expect(large.factors.angle.subarray(0, 8)).toEqual(small.factors.angle);
  });

  it('another angle leaves the other factors as they are', () => {
    const [narrow, wide] = [cards(key(2), { count: 2, angle: 0.1 }), cards(key(2), { count: 2, angle: 3 })];
    expect({ ...narrow.factors, angle: 0 }).toEqual({ ...wide.factors, angle: 0 });
    expectClose(
      wide.factors.angle,
      narrow.factors.angle.map((angle) => angle * 30),
      { tolerance: 1e-12 },
    );
  });

  it('with nothing done are the upright glyphs', () => {
    const set = cards(key(0), { count: 1, ...still });
    const upright = uprightCards();
    expectClose(set.images, warp(upright, [0, 1, 2, 3], [identity, identity, identity, identity]), {
      roundings: 1,
    });
  });

  it('factors stay within the options and fill them', () => {
    const { factors } = cards(key(3), { count: 250, angle: 1, shear: 0.2, scale: [1, 1.5], shift: 0.25, size: 4 });
    const ranges = { angle: [-1, 1], shearX: [-0.2, 0.2], shearY: [-0.2, 0.2], scale: [1, 1.5], shiftX: [-0.25, 0.25] };
    for (const [name, [low = 0, high = 0]] of Object.entries({ ...ranges, shiftY: [-0.25, 0.25] })) {
      const values = factors[name as keyof typeof factors];
      // Of 1,000 uniform draws, all miss the lowest 2 % with a probability of 2e-9.
      expect(Math.min(...values), name).toBeLessThan(low + 0.02 * (high - low));
      expect(Math.max(...values), name).toBeGreaterThan(high - 0.02 * (high - low));
      expect(
        values.every((value) => value >= low && value <= high),
        name,
      ).toBe(true);
    }
  });

  it('shiftAxes vertical: leaves the columns alone', () => {
    const { factors } = cards(key(3), { count: 3, shiftAxes: 'vertical', size: 8 });
    expect(factors.shiftX.every((value) => value === 0)).toBe(true);
    expect(factors.shiftY.every((value) => value !== 0)).toBe(true);
  });

  it('shift: moves the ink by that fraction of the image, right and down', () => {
    const size = 48;
    const { images, factors } = cards(key(4), { count: 3, ...still, shift: 0.1 });
    const upright = uprightCards(size);
    for (let i = 0; i < 12; i += 1) {
      const [x, y] = centroid(imageOf({ ...upright, images }, i), size);
      const [x0, y0] = centroid(imageOf(upright, i % 4), size);
      // Bilinear reading keeps the centroid, and no glyph reaches the edge: 4.8 + 15.4 < 24 px. What is left are float32
      // roundings of some 500 values near 1, each 24 px from the middle at most: 500 · 24 · 2^-24 / 320 = 2e-6.
      const expected = [(factors.shiftX[i] ?? 0) * size, (factors.shiftY[i] ?? 0) * size];
      expectClose([x - x0, y - y0], expected, { tolerance: 1e-5 });
    }
  });

  it('scale: multiplies the area by its square', () => {
    const { images, factors } = cards(key(5), { count: 2, ...still, scale: [1.3, 1.3] });
    const upright = uprightCards();
    const ink = (image: Float32Array): number => image.reduce((sum, value) => sum + value, 0);
    for (let i = 0; i < 8; i += 1) {
      // The sum over pixels is the area but for the sampling of the edges: some 100 edge pixels of errors that average
      // out, each below 1 / 2 with random sign, are 3 pixels of at least 500.
      expectClose(ink(imageOf({ ...upright, images }, i)), 1.69 * ink(imageOf(upright, i % 4)), { relative: 0.01 });
    }
    expect([...factors.scale]).toEqual(Array(8).fill(1.3));
  });

  it('angle: rotates counter-clockwise as seen, so a spade rotated by 90° points to the left', () => {
    const many = cards(key(6), { count: 40, ...still, angle: Math.PI / 2 });
    const spades = Array.from(many.labels.keys()).filter((i) => many.labels[i] === 1);
    const most = spades.reduce((a, b) => ((many.factors.angle[b] ?? 0) > (many.factors.angle[a] ?? 0) ? b : a));
    expect(many.factors.angle[most]).toBeGreaterThan(1.4);
    // The body of an upright spade lies below the middle of its box, so to the right of it after the rotation.
    const [x] = centroid(imageOf(many, most), 48);
    const [, y] = centroid(imageOf(uprightCards(), 1), 48);
    expect(y).toBeGreaterThan(24);
    expect(x).toBeGreaterThan(24);
  });

  it('upright suits are told apart by their nearest neighbours', () => {
    const train = cards(key(10), { ...cardsSettings.labelled, count: 50 });
    const test = cards(key(11), { ...cardsSettings.labelled, count: 25 });
    const right = Array.from(test.labels).filter((label, i) => nearestLabel(train, imageOf(test, i)) === label);
    // Upright suits without shift are easy: of a hundred, two may be odd ones, more would be a fault of the glyphs.
    expect(right.length).toBeGreaterThanOrEqual(98);
  });

  it('settings: are those of the paper, in radians', () => {
    expect(cardsSettings.labelled.angle).toBeCloseTo((4 * Math.PI) / 180, 12);
    expect(suitNames).toHaveLength(4);
  });

  it.each<[Partial<CardsOptions>, object]>([
    [{ count: 0 }, { where: 'cards.count', got: '0' }],
    [{ count: 1.5 }, { where: 'cards.count', got: '1.5' }],
    [{ angle: -1 }, { where: 'cards.angle', got: '-1' }],
    [{ angle: NaN }, { where: 'cards.angle', got: 'NaN' }],
    [{ shear: Math.PI / 2 }, { where: 'cards.shear' }],
    [{ scale: [1.3, 1] }, { where: 'cards.scale' }],
    [{ shift: -0.1 }, { where: 'cards.shift', got: '-0.1' }],
    [{ shiftAxes: 'horizontal' as 'both' }, { where: 'cards.shiftAxes', got: 'horizontal' }],
    [{ size: 1 }, { where: 'cards.size', got: '1' }],
    [{ shiftAxis: 'both' } as object, { where: 'cards.options', got: 'shiftAxis' }],
  ])('rejects %j', (options, fields) => {
    expect(errorOf(() => cards(key(0), { count: 1, ...options }))).toMatchObject({ code: 'ArgumentError', ...fields });
  });

  it('accepts the least of everything', () => {
    expect(cards(key(0), { count: 1, ...still, size: 2 }).images).toHaveLength(16);
  });
});

function nearestLabel(train: ReturnType<typeof cards>, image: Float32Array): number {
  let [best, least] = [-1, Infinity];
  for (let i = 0; i < train.count; i += 1) {
    const other = imageOf(train, i);
    let distance = 0;
    for (let p = 0; p < image.length && distance < least; p += 1) distance += ((image[p] ?? 0) - (other[p] ?? 0)) ** 2;
    if (distance < least) [best, least] = [train.labels[i] ?? -1, distance];
  }
  return best;
}
