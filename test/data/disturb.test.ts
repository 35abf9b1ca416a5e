import { describe, expect, it } from 'vitest';
import { disturbances } from '../../src/data/index.js';
import { key } from '../../src/num/index.js';

const PIXELS = 30 * 30;
const GREY = 0.4;

/** Grey images after disturbance, one array each. */
function disturbed(count: number, seed = 0, stock = 0): Float32Array[] {
  const images = new Float32Array(count * PIXELS).fill(GREY);
  disturbances(key(stock))(images, PIXELS, key(seed));
  return Array.from({ length: count }, (_, i) => images.subarray(i * PIXELS, (i + 1) * PIXELS));
}

type Kind = 'clean' | 'noisy' | 'contaminated';

/** What was done to an image that was grey all over: noise makes every pixel another, contamination two values. */
function kindOf(image: Float32Array): Kind {
  const numValues = new Set(image).size;
  if (numValues === 1) return 'clean';
  return numValues === 2 ? 'contaminated' : 'noisy';
}

const many = disturbed(1500);

/** The strength of each disturbance of a kind, from 0. */
function strengths(kind: Kind): number[] {
  return many.filter((image) => kindOf(image) === kind).map(kind === 'noisy' ? spread : share);
}

function spread(image: Float32Array): number {
  return Math.sqrt(image.reduce((sum, value) => sum + (value - GREY) ** 2, 0) / PIXELS);
}

function share(image: Float32Array): number {
  return image.filter((value) => value !== Math.fround(GREY)).length / PIXELS;
}

describe('disturbances', () => {
  it.each([
    ['clean', 0.25],
    ['noisy', 0.5],
    ['contaminated', 0.25],
  ] as const)('leave or make %s a share of %d', (kind, expected) => {
    const found = many.filter((image) => kindOf(image) === kind).length / many.length;
    // Five standard deviations of a share; of the contaminated a few are hit nowhere and count as clean.
    expect(Math.abs(found - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / many.length));
  });

  it.each([
    ['noisy', 1.3, 2 / 3],
    ['contaminated', 0.4, 1 / 2],
  ] as const)('%s: up to %d, on average %d of it', (kind, most, share) => {
    const found = strengths(kind);
    const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
    // A uniform strength has the standard deviation most / √12, its root less.
    expect(Math.abs(mean - most * share)).toBeLessThan((5 * most) / Math.sqrt(12 * found.length));
    // What 900 pixels show of a strength errs by less than a fifth.
    expect(Math.max(...found)).toBeLessThan(1.2 * most);
  });

  it('cut nothing off', () => {
    const values = many.flatMap((image) => (kindOf(image) === 'noisy' ? [Math.min(...image), Math.max(...image)] : []));
    expect(Math.min(...values)).toBeLessThan(-1);
    expect(Math.max(...values)).toBeGreaterThan(2);
  });

  it('set pixels to one grey value of 0 to 1 in an image, another in the next', () => {
    const greys = many
      .filter((image) => kindOf(image) === 'contaminated')
      .map((image) => [...new Set(image)].find((value) => value !== Math.fround(GREY)) ?? -1);
    expect(greys.every((grey) => grey >= 0 && grey <= 1)).toBe(true);
    expect(new Set(greys).size).toBe(greys.length);
  });

  it('are the same for the same keys, and others for other keys', () => {
    expect(disturbed(20)).toEqual(disturbed(20));
    expect(disturbed(20, 1)).not.toEqual(disturbed(20));
    expect(disturbed(20, 0, 1)).not.toEqual(disturbed(20));
  });
});
