import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { imageGrid } from '../../../src/app/figures/index.js';
import { errorOf } from '../../support/errorOf.js';

/** The grey values of a picture by line, -1 where it is transparent. */
function pixels(png: Uint8Array): number[][] {
  const { width, height, data, channels } = decode(png);
  expect(channels).toBe(2);
  const at = (i: number): number => ((data[2 * i + 1] ?? 0) === 0 ? -1 : (data[2 * i] ?? -1));
  return Array.from({ length: height }, (_, y) => Array.from({ length: width }, (__, x) => at(y * width + x)));
}

describe('imageGrid', () => {
  it('puts images in rows and columns with transparent gaps', () => {
    const values = Float32Array.of(0, 1, 0.2, 0.4, 1, 0, 0.6, 0.8);
    const grid = { rows: 2, columns: 2, imageShape: [1, 2], values } as const;
    expect(pixels(imageGrid(grid, { gap: 1 }))).toEqual([
      [0, 255, -1, 51, 102],
      [-1, -1, -1, -1, -1],
      [255, 0, -1, 153, 204],
    ]);
  });

  it('enlarges by whole pixels', () => {
    const grid = { rows: 1, columns: 1, imageShape: [1, 2], values: Float32Array.of(0, 1) } as const;
    expect(pixels(imageGrid(grid, { zoom: 2 }))).toEqual([
      [0, 0, 255, 255],
      [0, 0, 255, 255],
    ]);
  });

  it('clips values outside [0, 1] and leaves NaN empty', () => {
    const grid = { rows: 1, columns: 1, imageShape: [1, 3], values: Float32Array.of(-1, 7, NaN) } as const;
    expect(pixels(imageGrid(grid))).toEqual([[0, 255, -1]]);
  });

  it('refuses a wrong number of values', () => {
    const grid = { rows: 2, columns: 1, imageShape: [2, 2], values: new Float32Array(4) } as const;
    expect(errorOf(() => imageGrid(grid))).toMatchObject({ code: 'ShapeError', where: 'imageGrid' });
  });
});
