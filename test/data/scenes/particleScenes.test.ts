import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { particleScenes } from '../../../src/data/index.js';
import type { ImageSet, ParticleScenesOptions } from '../../../src/data/index.js';
import { key } from '../../../src/num/index.js';
import { errorOf } from '../../support/errorOf.js';

const small = { height: 16, width: 16 };

function imageOf({ images, height, width }: ImageSet, i: number): Float32Array {
  return images.subarray(i * height * width, (i + 1) * height * width);
}

/** A measure of each image, by class. */
function byClass(set: ReturnType<typeof particleScenes>, measure: (image: Float32Array) => number): number[][] {
  const values = set.classNames.map((): number[] => []);
  set.labels.forEach((label, i) => values[label]?.push(measure(imageOf(set, i))));
  return values;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)) / values.length);
}

describe('particleScenes', () => {
  it('gives the same bits for the same key and others for another', () => {
    const options = { count: 5, classes: 4 };
    expect(particleScenes(key(7), options)).toEqual(particleScenes(key(7), options));
    expect(particleScenes(key(8), options).images).not.toEqual(particleScenes(key(7), options).images);
  });

  it('any part of a set is that part of a larger one', () => {
    const whole = particleScenes(key(1), { count: 12, classes: 3, ...small });
    fc.assert(
      fc.property(fc.nat(11), fc.integer({ min: 1, max: 12 }), (first, length) => {
        const count = Math.min(length, 12 - first);
        const part = particleScenes(key(1), { count, classes: 3, ...small, first });
        expect(part.images).toEqual(whole.images.subarray(first * 256, (first + count) * 256));
        expect(part.labels).toEqual(whole.labels.subarray(first, first + count));
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('labels are the number of particles less one, in turn', () => {
    const { labels, classNames, count } = particleScenes(key(0), { count: 5, classes: 3, ...small });
    expect([...labels]).toEqual([0, 1, 2, 0, 1]);
    expect(classNames).toEqual(['1', '2', '3']);
    expect(count).toBe(5);
  });

  it.each([
    [48, 48],
    [24, 40],
    [33, 17],
    [8, 8],
  ])('values fill [0, 1] (%d × %d)', (height, width) => {
    const set = particleScenes(key(2), { count: 40, classes: 4, height, width });
    expect(set.images).toHaveLength(40 * height * width);
    expect(set.images.every((value) => value >= 0 && value <= 1)).toBe(true);
    for (let i = 0; i < set.count; i += 1) {
      expect(Math.min(...imageOf(set, i))).toBe(0);
      expect(Math.max(...imageOf(set, i))).toBe(1);
    }
  });

  it('no two images are the same', () => {
    const set = particleScenes(key(3), { count: 60, classes: 2, ...small });
    expect(new Set(Array.from({ length: 60 }, (_, i) => imageOf(set, i).join())).size).toBe(60);
  });

  it('light around the middle grows with the number of particles', () => {
    const size = 24;
    const set = particleScenes(key(4), { count: 1000, classes: 4, height: size, width: size });
    // Between a third and two thirds of the way from the middle to the edge: what a particle of diameter 1 / 4.2 in the
    // middle leaves free, and where the second, third and fourth lie.
    const ring = Array.from({ length: size * size }, (_, i) => i).filter((i) => {
      const far = Math.hypot((i % size) - 11.5, Math.floor(i / size) - 11.5) / 12;
      return far > 1 / 3 && far < 2 / 3;
    });
    const light = byClass(set, (image) => mean(ring.map((i) => image[i] ?? NaN)));
    for (let label = 1; label < 4; label += 1) {
      const [fewer = [], more = []] = [light[label - 1], light[label]];
      // More by three standard errors: 250 images of a standard deviation near 0.1 have 0.009 for a difference.
      const error = Math.hypot(standardError(fewer), standardError(more));
      expect(mean(more) - mean(fewer), `${label} to ${label + 1}`).toBeGreaterThan(3 * error);
    }
  });

  it('the agglomerate is in the middle, on average, whatever the aspect', () => {
    const [height, width] = [16, 28];
    const set = particleScenes(key(5), { count: 300, classes: 2, height, width });
    const average = Float64Array.from({ length: height * width }, (_, pixel) => {
      let sum = 0;
      for (let i = 0; i < set.count; i += 1) sum += set.images[i * height * width + pixel] ?? 0;
      return sum / set.count;
    });
    const brightest = average.indexOf(Math.max(...average));
    // The particle is 16 / 4.2 = 3.8 pixels wide and bright throughout, so its brightest pixel is within 2 of the middle.
    expect(Math.abs((brightest % width) - 13.5)).toBeLessThanOrEqual(2);
    expect(Math.abs(Math.floor(brightest / width) - 7.5)).toBeLessThanOrEqual(2);
  });

  it.each<[Partial<ParticleScenesOptions>, object]>([
    [{ count: 0 }, { where: 'particleScenes.count', got: '0' }],
    [{ classes: 1.5 }, { where: 'particleScenes.classes', got: '1.5' }],
    [{ height: 7 }, { where: 'particleScenes.height', got: '7' }],
    [{ width: NaN }, { where: 'particleScenes.width', got: 'NaN' }],
    [{ first: -1 }, { where: 'particleScenes.first', got: '-1' }],
    [{ clases: 4 } as object, { where: 'particleScenes', got: '"clases"', hint: '"classes"' }],
  ])('rejects %j', (options, fields) => {
    expect(errorOf(() => particleScenes(key(0), { count: 1, classes: 4, ...options }))).toMatchObject({
      code: 'ArgumentError',
      ...fields,
    });
  });
});
