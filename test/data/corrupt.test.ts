import { describe, expect, it } from 'vitest';
import { addNoise, contaminate } from '../../src/data/index.js';
import type { ImageSet } from '../../src/data/index.js';
import { key, uniformArray } from '../../src/num/index.js';
import { errorOf } from '../support/errorOf.js';

const PIXELS = 24 * 16;

function greys(count: number): ImageSet {
  return { images: Float32Array.from(uniformArray(key(1), count * PIXELS)), count, height: 24, width: 16 };
}

/** The first images of a set. */
function first(set: ImageSet, count: number): ImageSet {
  return { ...set, images: set.images.slice(0, count * PIXELS), count };
}

function numChanged(before: ImageSet, after: ImageSet, image: number): number {
  const at = Array.from({ length: PIXELS }, (_, pixel) => image * PIXELS + pixel);
  return at.filter((place) => before.images[place] !== after.images[place]).length;
}

describe.each([
  { name: 'addNoise', corrupt: (set: ImageSet, seed: number) => addNoise(set, 0.5, key(seed)) },
  {
    name: 'contaminate',
    corrupt: (set: ImageSet, seed: number) => contaminate(set, { fraction: 0.3, intensity: 2 }, key(seed)),
  },
])('$name', ({ corrupt }) => {
  it('leaves the set that it is given as it is', () => {
    const set = greys(3);
    corrupt(set, 0);
    expect(set).toEqual(greys(3));
  });

  it('makes of an image the same whatever comes after it, and another of each image and key', () => {
    const set = greys(3);
    const all = corrupt(set, 0);
    expect(corrupt(first(set, 1), 0)).toEqual(first(all, 1));
    expect(corrupt(set, 1).images).not.toEqual(all.images);
    const alike = { ...set, images: new Float32Array(set.images.length) };
    const result = corrupt(alike, 0).images;
    expect(result.slice(0, PIXELS)).not.toEqual(result.slice(PIXELS, 2 * PIXELS));
  });

  it('keeps what else the set has', () => {
    expect(corrupt({ ...greys(1), names: ['a'] }, 0)).toMatchObject({ count: 1, height: 24, width: 16, names: ['a'] });
  });
});

describe('addNoise', () => {
  it('adds normal noise of the spread asked for, beyond black and white', () => {
    const [set, sigma] = [greys(100), 1.5];
    const noise = addNoise(set, sigma, key(0)).images.map((value, i) => value - (set.images[i] ?? 0));
    const mean = noise.reduce((sum, x) => sum + x, 0) / noise.length;
    const square = noise.reduce((sum, x) => sum + x * x, 0) / noise.length;
    // Five standard errors: of the mean sigma / √n, of the mean square sigma² √(2 / n).
    expect(Math.abs(mean)).toBeLessThan((5 * sigma) / Math.sqrt(noise.length));
    expect(Math.abs(square - sigma ** 2)).toBeLessThan(5 * sigma ** 2 * Math.sqrt(2 / noise.length));
  });

  it('of spread 0 changes nothing', () => {
    expect(addNoise(greys(2), 0, key(0))).toEqual(greys(2));
  });

  it.each([-1, NaN, Infinity])('rejects the spread %d', (sigma) => {
    expect(errorOf(() => addNoise(greys(1), sigma, key(0)))).toMatchObject({
      code: 'ArgumentError',
      where: 'addNoise',
      got: String(sigma),
    });
  });
});

describe('contaminate', () => {
  it.each([0, 0.1, 0.5, 1])('sets the fraction %d of the pixels of each image, and leaves the others', (fraction) => {
    const set = greys(4);
    const result = contaminate(set, { fraction, intensity: 7 }, key(0));
    for (let image = 0; image < set.count; image += 1) {
      expect(numChanged(set, result, image)).toBe(Math.round(fraction * PIXELS));
    }
    result.images.forEach((value, i) => {
      expect([7, set.images[i]]).toContain(value);
    });
  });

  it('hits all pixels alike', () => {
    const [count, fraction] = [4000, 0.25];
    const dark = { images: new Float32Array(count * PIXELS), count, height: 24, width: 16 };
    const { images } = contaminate(dark, { fraction, intensity: 1 }, key(0));
    for (let pixel = 0; pixel < PIXELS; pixel += 1) {
      let hits = 0;
      for (let image = 0; image < count; image += 1) hits += images[image * PIXELS + pixel] ?? 0;
      // Five standard deviations of a binomial count.
      expect(Math.abs(hits - count * fraction)).toBeLessThan(5 * Math.sqrt(count * fraction * (1 - fraction)));
    }
  });

  it('rejects a fraction or intensity out of range, and options that it does not have', () => {
    const bad = (fraction: number, intensity: number) => () => contaminate(greys(1), { fraction, intensity }, key(0));
    expect(errorOf(bad(1.1, 0))).toMatchObject({ code: 'ArgumentError', where: 'contaminate.fraction', got: '1.1' });
    expect(errorOf(bad(-0.1, 0))).toMatchObject({ code: 'ArgumentError', where: 'contaminate.fraction', got: '-0.1' });
    expect(errorOf(bad(0.1, NaN))).toMatchObject({ code: 'ArgumentError', where: 'contaminate.intensity', got: 'NaN' });
    const misspelt = { fraction: 0, intensity: 0, share: 1 };
    expect(errorOf(() => contaminate(greys(1), misspelt, key(0)))).toMatchObject({
      code: 'ArgumentError',
      where: 'contaminate',
    });
  });
});
