import { describe, expect, it } from 'vitest';
import { pixelLattice, randomPixels } from '../../src/models/index.js';
import { fold, key } from '../../src/num/index.js';
import { errorOf } from '../support/errorOf.js';

describe('pixelLattice', () => {
  it('takes every pixel in exactly one of its offsets', () => {
    const sampler = pixelLattice(4, 6, 2);
    const lattices = new Map<string, readonly number[]>();
    for (let i = 0; i < 100; i += 1) {
      const pixels = sampler(fold(key(0), i));
      lattices.set(pixels.join(), pixels);
    }
    expect(lattices.size).toBe(4);
    expect([...lattices.values()].flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, i) => i));
  });

  it.each([0, 1.5, 5])('refuses the stride %d for 48 × 48', (stride) => {
    expect(errorOf(() => pixelLattice(48, 48, stride))).toMatchObject({ code: 'ArgumentError', where: 'pixelLattice' });
  });
});

describe('randomPixels', () => {
  it('takes as many distinct pixels as asked', () => {
    const pixels = randomPixels(5, 5, 7)(key(1));
    expect(new Set(pixels).size).toBe(7);
    expect(pixels.every((pixel) => pixel >= 0 && pixel < 25)).toBe(true);
  });
});
