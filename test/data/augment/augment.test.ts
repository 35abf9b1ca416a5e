import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { augment, warp } from '../../../src/data/index.js';
import type { Affine, AugmentOptions, ImageSet } from '../../../src/data/index.js';
import { checkAugmentOptions } from '../../../src/data/augment/augmentOptions.js';
import { drawPoses } from '../../../src/data/augment/poses.js';
import { key, split, uniformArray } from '../../../src/num/index.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';

const off: Required<AugmentOptions> = {
  rotation: false,
  mirror: false,
  shift: 0,
  zoom: 0,
  blur: 0,
  noise: 0,
  gamma: 0,
  contrast: 0,
  offset: 0,
};

function noise(seed: number, count: number, height: number, width: number): ImageSet {
  return { images: Float32Array.from(uniformArray(key(seed), count * height * width)), count, height, width };
}

function flat(value: number, size: number): ImageSet {
  return { images: new Float32Array(size * size).fill(value), count: 1, height: size, width: size };
}

const firstImage = (count: number): number[] => new Array<number>(count).fill(0);

describe('augment', () => {
  it('with all options off is the identity, bit for bit', () => {
    const set = noise(0, 3, 9, 14);
    expect(augment(set, [0, 1, 2], key(1), off)).toEqual(set.images);
    expect(augment(set, [2], key(1), off)).toEqual(set.images.subarray(2 * 126));
  });

  it('gives the same bits for the same key and others for another', () => {
    const set = noise(1, 2, 12, 12);
    expect(augment(set, [1, 0], key(2))).toEqual(augment(set, [1, 0], key(2)));
    expect(augment(set, [1, 0], key(3))).not.toEqual(augment(set, [1, 0], key(2)));
  });

  it('does not change the images it reads', () => {
    const set = noise(1, 2, 12, 12);
    augment(set, [1, 0], key(2));
    expect(set).toEqual(noise(1, 2, 12, 12));
  });

  it('more indices begin with the results of fewer', () => {
    const set = noise(2, 4, 8, 8);
    const all = augment(set, [3, 1, 2, 0, 3], key(4));
    expect(augment(set, [3, 1, 2], key(4))).toEqual(all.subarray(0, 3 * 64));
  });

  it.each<Partial<AugmentOptions>>([{ rotation: true }, { mirror: true }, { shift: 2 }, { zoom: 0.3 }])(
    'with %j only is a warp by such poses, and nothing else',
    (options) => {
      const set = noise(3, 2, 11, 15);
      const [poseKey = key(0)] = split(key(5));
      const maps = drawPoses(poseKey, 4, { ...off, ...options }, 15);
      const indices = [0, 1, 1, 0];
      const warped = warp(set, indices, maps, { outside: 'reflect' });
      expect(augment(set, indices, key(5), { ...off, ...options })).toEqual(warped);
      expect(warped).not.toEqual(augment(set, indices, key(5), off));
    },
  );

  it('values stay in [0, 1], whatever the options', () => {
    const amount = fc.double({ min: 0, max: 3, noNaN: true });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const options = fc.record({
      zoom: amount,
      noise: amount,
      gamma: amount,
      blur: share,
      contrast: share,
      offset: share,
    });
    const set = noise(4, 2, 6, 6);
    set.images.fill(1, 0, 20).fill(0, 20, 36);
    fc.assert(
      fc.property(options, fc.nat(1000), (some, seed) => {
        const values = augment(set, [0, 1], key(seed), some);
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('shows no edge where the background is flat', () => {
    const values = augment(flat(0.5, 20), firstImage(30), key(6), { ...off, rotation: true, shift: 5, zoom: 0.5 });
    // Bilinear weights are products of float64 numbers with sum 1; the result is rounded to float32.
    expectClose(values, new Float32Array(30 * 400).fill(0.5), { roundings: 1 });
  });

  it('blur: averages over the neighbours in that share of the images, and keeps the sum', () => {
    const dot = flat(0, 9);
    dot.images[40] = 1;
    const count = 2000;
    const values = augment(dot, firstImage(count), key(7), { ...off, blur: 0.3 });
    const middles = Array.from({ length: count }, (_, i) => values[i * 81 + 40] ?? NaN);
    expect(new Set(middles)).toEqual(new Set([1, 0.25]));
    const blurred = middles.indexOf(0.25);
    const image = values.subarray(blurred * 81, (blurred + 1) * 81);
    expect([30, 31, 32, 39, 40, 41].map((i) => image[i])).toEqual([1 / 16, 1 / 8, 1 / 16, 1 / 8, 1 / 4, 1 / 8]);
    expect(image.reduce((sum, value) => sum + value, 0)).toBe(1);
    // Five standard errors of a share of 0.3.
    const tolerance = 5 * Math.sqrt((0.3 * 0.7) / count);
    expectClose(middles.filter((value) => value === 0.25).length / count, 0.3, { tolerance });
  });

  it('noise: has the variance of the square of a uniform number, from pixel to pixel', () => {
    const count = 4000;
    const values = augment(flat(0.5, 8), firstImage(count), key(8), { ...off, noise: 0.1 });
    const variance = values.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / values.length;
    // E (0.1 u²)² = 0.01 / 5. Over images it varies by 0.01 √(1 / 9 - 1 / 25): five standard errors, and little for the pixels.
    expectClose(variance, 0.002, { tolerance: (6 * 0.01 * Math.sqrt(1 / 9 - 1 / 25)) / Math.sqrt(count) });
  });

  it('gamma: raises all values of an image to one power between its bounds', () => {
    const steps = Float32Array.from({ length: 25 }, (_, i) => (i + 1) / 26);
    const set = { images: steps, count: 1, height: 5, width: 5 };
    const count = 400;
    const values = augment(set, firstImage(count), key(9), { ...off, gamma: 0.5 });
    const logs = Array.from({ length: count }, (_, i) => {
      const powers = set.images.map((value, pixel) => Math.log(values[i * 25 + pixel] ?? NaN) / Math.log(value));
      // A rounding of a result moves its log by 2^-24, and the power by 2^-24 / |log x|, with |log x| at least 0.039; the
      // powers are rounded too.
      expectClose(powers, new Float32Array(25).fill(powers[0] ?? NaN), {
        tolerance: (2 * 2 ** -24) / 0.039,
        roundings: 2,
      });
      return Math.log(powers[0] ?? NaN);
    });
    // Of 400 uniform draws all miss the last 5 % at one end with a probability of 1e-9.
    expect(Math.min(...logs)).toBeLessThan(-0.45);
    expect(Math.max(...logs)).toBeGreaterThan(0.45);
    expect(logs.every((log) => Math.abs(log) <= 0.5001)).toBe(true);
  });

  it('contrast and offset: map [0, 1] to a range within it', () => {
    const set = { images: Float32Array.of(0, 1, 0.5, 0.25), count: 1, height: 2, width: 2 };
    const values = augment(set, firstImage(500), key(10), { ...off, contrast: 0.3, offset: 0.15 });
    const contrasts: number[] = [];
    for (let i = 0; i < 500; i += 1) {
      const [black = NaN, white = NaN, half = NaN] = values.subarray(4 * i, 4 * i + 4);
      contrasts.push(white - black);
      expect(black >= 0 && black <= 0.15 && white <= 1).toBe(true);
      expectClose(half, (black + white) / 2, { roundings: 2 });
    }
    expect(Math.min(...contrasts)).toBeLessThan(0.715);
    expect(Math.min(...contrasts)).toBeGreaterThan(0.699);
    expect(Math.max(...contrasts)).toBeGreaterThan(0.985);
  });

  it.each<[AugmentOptions, object]>([
    [{ shift: -1 }, { where: 'augment.shift', got: '-1' }],
    [{ zoom: NaN }, { where: 'augment.zoom', got: 'NaN' }],
    [{ gamma: Infinity }, { where: 'augment.gamma', got: 'Infinity' }],
    [{ noise: -0.1 }, { where: 'augment.noise', got: '-0.1' }],
    [{ blur: 1.1 }, { where: 'augment.blur', got: '1.1' }],
    [{ contrast: 2 }, { where: 'augment.contrast', got: '2' }],
    [{ offset: -0.1 }, { where: 'augment.offset', got: '-0.1' }],
    [{ mirror: 1 as unknown as boolean }, { where: 'augment.mirror', got: '1' }],
    [{ mirrored: true } as object, { where: 'augment', got: '"mirrored"', hint: '"mirror"' }],
  ])('rejects %j', (options, fields) => {
    expect(errorOf(() => augment(noise(0, 1, 4, 4), [0], key(0), options))).toMatchObject({
      code: 'ArgumentError',
      ...fields,
    });
  });

  it('rejects an index that is not an image', () => {
    expect(errorOf(() => augment(noise(0, 2, 4, 4), [0, 2], key(0)))).toMatchObject({
      code: 'ArgumentError',
      where: 'augment',
      got: expect.stringMatching(/^2 .*1$/) as string,
    });
  });
});

describe('drawPoses', () => {
  const count = 2000;
  const poses = drawPoses(key(1), count, checkAugmentOptions({}), 48);
  const share = (test: (pose: Affine) => boolean): number => poses.filter(test).length / count;
  // Five standard errors of a share of 1 / 2.
  const tolerance = 2.5 / Math.sqrt(count);

  it('mirror half of the images and rotate them any way', () => {
    expectClose(
      share(([xx, xy, , yx, yy]) => xx * yy - xy * yx < 0),
      0.5,
      { tolerance },
    );
    expectClose(
      share(([, , , , cos]) => cos > 0),
      0.5,
      { tolerance },
    );
    expectClose(
      share(([, sin]) => sin > 0),
      0.5,
      { tolerance },
    );
  });

  it('shift by up to a pixel and zoom by up to exp(0.12), both ways', () => {
    const zooms = poses.map(([xx, xy, , yx, yy]) => Math.log(Math.abs(xx * yy - xy * yx)) / 2);
    // A pixel is 2 / 47 of the grid; of 2,000 draws all miss the last 2 % at one end with a probability of 2e-9.
    const shifts = poses.flatMap(([, , x, , , y]) => [(x * 47) / 2, (y * 47) / 2]);
    for (const [values, bound] of [
      [zooms, 0.12],
      [shifts, 1],
    ] as const) {
      expect(Math.max(...values)).toBeLessThanOrEqual(bound * (1 + 1e-9));
      expect(Math.min(...values)).toBeGreaterThanOrEqual(-bound * (1 + 1e-9));
      expect(Math.max(...values)).toBeGreaterThan(0.96 * bound);
      expect(Math.min(...values)).toBeLessThan(-0.96 * bound);
    }
  });
});
