import { describe, expect, it } from 'vitest';
import { rasterise } from '../../../src/data/cards/rasterise.js';
import { suitOutlines } from '../../../src/data/cards/suits.js';
import { uprightCards } from '../../../src/data/index.js';
import { expectClose } from '../../support/expectClose.js';

describe('the suits', () => {
  it('fill the boxes of the paper, centred', () => {
    const boxes = suitOutlines().map((outline) => {
      const [xs, ys] = [outline.map(([x]) => x), outline.map(([, y]) => y)];
      return [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    });
    const expected = [
      [30.8, 29.8],
      [25, 29.8],
      [26.1, 26.9],
      [21.9, 29],
    ].map(([w = 0, h = 0]) => [-w / 2, w / 2, -h / 2, h / 2]);
    expectClose(boxes, expected, { tolerance: 1e-9 });
  });

  it('are the same seen in a mirror', () => {
    const { images } = uprightCards();
    const mirrored = images.map((_, i) => images[i - (i % 48) + 47 - (i % 48)] ?? NaN);
    // Coverage adds spans from the left, so the two halves are summed in different orders: a few roundings.
    expectClose(images, mirrored, { roundings: 2 });
  });

  it('a spade is a heart upside down but for its stem', () => {
    const [, spade = [], heart = []] = suitOutlines();
    const scale = 25 / 26.1;
    const rotated = rasterise(
      heart.map(([x, y]) => [x * scale, -y * scale - 29.8 / 2 + (26.9 * scale) / 2]),
      48,
    );
    const own = rasterise(spade, 48);
    // The tip and the sides down to the widest place, some 16 px from the top, agree; the stem is at the bottom.
    const upper = 48 * 24;
    expectClose(own.subarray(0, upper), rotated.subarray(0, upper), { tolerance: 0.02 });
    const extra = own.reduce((sum, value, i) => sum + Math.abs(value - (rotated[i] ?? 0)), 0);
    expect(extra).toBeGreaterThan(20);
  });
});

describe('rasterise', () => {
  it('gives each pixel of a rectangle the share that is covered', () => {
    const square = [
      [-1.5, -1],
      [0.75, -1],
      [0.75, 0.5],
      [-1.5, 0.5],
    ] as const;
    const expected = [
      [0, 0, 0, 0],
      [0.5, 1, 0.75, 0],
      [0.25, 0.5, 0.375, 0],
      [0, 0, 0, 0],
    ];
    expectClose(rasterise(square, 4), expected, { roundings: 1 });
  });

  it('cuts off what lies outside', () => {
    const all = [
      [-9, -9],
      [9, -9],
      [9, 9],
      [-9, 9],
    ] as const;
    expect(rasterise(all, 3)).toEqual(new Float32Array(9).fill(1));
  });
});
