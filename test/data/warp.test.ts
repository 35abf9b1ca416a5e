import { describe, expect, it } from 'vitest';
import { identity, invert, poseMatrix, warp } from '../../src/data/index.js';
import type { Affine, ImageSet } from '../../src/data/index.js';
import { key, uniformArray } from '../../src/num/index.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';

const QUARTER: Affine = [0, -1, 0, 1, 0, 0];

function noise(seed: number, count: number, height: number, width: number): ImageSet {
  return { images: Float32Array.from(uniformArray(key(seed), count * height * width)), count, height, width };
}

/** A wide bump, so that reading between pixels errs little. */
function bump(size: number): ImageSet {
  const images = Float32Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [(2 * (i % size)) / (size - 1) - 1, (2 * Math.floor(i / size)) / (size - 1) - 1];
    return Math.exp(-8 * ((x - 0.1) ** 2 + 2 * y ** 2));
  });
  return { images, count: 1, height: size, width: size };
}

function mapPixels(set: ImageSet, from: (row: number, column: number) => [number, number]): Float32Array {
  return set.images.map((_, place) => {
    const [row, column] = from(Math.floor(place / set.width), place % set.width);
    const isInside = row >= 0 && row < set.height && column >= 0 && column < set.width;
    return isInside ? (set.images[row * set.width + column] ?? NaN) : 0;
  });
}

/** A row or column brought inside by reflection at the edges. */
function mirrored(place: number, size: number): number {
  if (place < 0) return mirrored(-1 - place, size);
  return place < size ? place : mirrored(2 * size - 1 - place, size);
}

describe('warp', () => {
  it.each([
    [48, 48],
    [7, 12],
    [12, 7],
    [1, 5],
  ])('by the identity is the identity, bit for bit (%d × %d)', (height, width) => {
    const set = noise(0, 3, height, width);
    expect(warp(set, [0, 1, 2], [identity, identity, identity])).toEqual(set.images);
  });

  it('by a quarter turn is the rotated array, bit for bit', () => {
    const set = noise(1, 1, 9, 9);
    // (x, y) reads (-y, x): pixel (row, column) has what was at row = column, column = 8 - row.
    const rotated = mapPixels(set, (row, column) => [column, 8 - row]);
    expect(warp(set, [0], [QUARTER])).toEqual(rotated);
    // The cosine of pi / 2 is 6e-17 and not 0, which moves no value by more than that.
    expectClose(warp(set, [0], [poseMatrix({ angle: Math.PI / 2 })]), rotated, { tolerance: 1e-15, roundings: 1 });
  });

  it('a positive angle rotates the object counter-clockwise', () => {
    const dot = { images: new Float32Array(25), count: 1, height: 5, width: 5 };
    dot.images[2 * 5 + 4] = 1;
    const rotated = warp(dot, [0], [poseMatrix({ angle: Math.PI / 2 })]);
    expect(rotated.indexOf(1)).toBe(0 * 5 + 2);
  });

  it.each([
    [2, -1],
    [-3, 0],
    [0, 5],
    [20, 0],
  ])('by whole pixels (%d right, %d down) reads them exactly and fills with 0', (right, down) => {
    const set = noise(2, 1, 9, 9);
    // The grid's distance from -1 to 1 is 8 pixels, so a pixel is 1 / 4.
    const map = poseMatrix({ shiftX: right / 4, shiftY: down / 4 });
    expect(warp(set, [0], [map])).toEqual(mapPixels(set, (row, column) => [row + down, column + right]));
  });

  it('mirror: reverses each row, bit for bit', () => {
    const set = noise(3, 1, 6, 6);
    expect(warp(set, [0], [poseMatrix({ mirror: true })])).toEqual(mapPixels(set, (row, column) => [row, 5 - column]));
  });

  it('reads bilinearly between pixels', () => {
    const set = { images: Float32Array.of(0, 1, 0.5, 0.25), count: 1, height: 2, width: 2 };
    // All four results read the middle, the mean of the four pixels.
    expect(warp(set, [0], [[0, 0, 0, 0, 0, 0]])).toEqual(new Float32Array(4).fill(0.4375));
    // A quarter of a pixel to the right of each; beyond the edge lies 0.
    const [, upperRight] = warp(set, [0], [poseMatrix({ shiftX: 0.5 })]);
    expect(upperRight).toBe(0.75);
  });

  it('by a pose and then by its inverse comes back, for a smooth image', () => {
    const set = bump(48);
    const map = poseMatrix({ angle: 0.7, shiftX: 0.05, shiftY: -0.03, scale: 1.1 });
    const there = { ...set, images: warp(set, [0], [map]) };
    // Bilinear reading errs by at most h²/8 · (|f_xx| + |f_yy|), at most 16 and 32 here, with a pixel h = 2/47, or 1.1 h
    // for the image that is smaller: (2/47)² / 8 · 48 · (1 + 1.1²) = 0.024. The bump is 1e-3 at the edge.
    expectClose(warp(there, [0], [invert(map)]), set.images, { tolerance: 0.025 });
  });

  it('keeps a circle round in an image that is not square', () => {
    const set = noise(4, 1, 5, 9);
    // A half turn reverses both axes whatever the aspect; a shift by 1 / 4 is one of 8 steps in both directions.
    expect(warp(set, [0], [[-1, 0, 0, 0, -1, 0]])).toEqual(mapPixels(set, (row, column) => [4 - row, 8 - column]));
    expect(warp(set, [0], [poseMatrix({ shiftY: 0.25 })])).toEqual(mapPixels(set, (row, column) => [row + 1, column]));
  });

  it('takes each result from its own image by its own map', () => {
    const set = noise(5, 3, 4, 4);
    const both = warp(set, [2, 0], [identity, QUARTER]);
    expect(both.subarray(0, 16)).toEqual(set.images.subarray(32, 48));
    expect(both.subarray(16)).toEqual(warp(set, [0], [QUARTER]));
  });

  it.each([
    [2, -1],
    [-3, 0],
    [0, 5],
    [-20, 31],
  ])('outside reflect: by whole pixels (%d right, %d down) mirrors the image at its edges, exactly', (right, down) => {
    const set = noise(2, 1, 9, 9);
    const map = poseMatrix({ shiftX: right / 4, shiftY: down / 4 });
    const expected = mapPixels(set, (row, column) => [mirrored(row + down, 9), mirrored(column + right, 9)]);
    expect(warp(set, [0], [map], { outside: 'reflect' })).toEqual(expected);
  });

  it('outside reflect: differs from zero only where it reads outside', () => {
    const set = noise(7, 1, 12, 7);
    expect(warp(set, [0], [identity], { outside: 'reflect' })).toEqual(set.images);
    const inward = poseMatrix({ angle: 1, scale: 0.4 });
    expect(warp(set, [0], [inward], { outside: 'reflect' })).toEqual(warp(set, [0], [inward]));
  });

  it('outside reflect: is the middle of a warp of nine mirrored copies', () => {
    const [size, tiled] = [8, 24];
    const set = noise(8, 1, size, size);
    const copies = Float32Array.from({ length: tiled * tiled }, (_, i) => {
      const [row, column] = [Math.floor(i / tiled) - size, (i % tiled) - size];
      return set.images[mirrored(row, size) * size + mirrored(column, size)] ?? NaN;
    });
    const map = poseMatrix({ angle: 0.6, shiftX: 0.5, shiftY: -0.3, scale: 1.2, mirror: true });
    const [a, b, x, c, d, y] = map;
    // The same map in the grid of the copies, whose unit is 23 / 2 pixels and not 7 / 2.
    const scaled: Affine = [a, b, (x * 7) / 23, c, d, (y * 7) / 23];
    const whole = warp({ images: copies, count: 1, height: tiled, width: tiled }, [0], [scaled]);
    const middle = Array.from({ length: size }, (_, row) =>
      Array.from(whole.subarray((row + size) * tiled + size, (row + size) * tiled + 2 * size)),
    );
    // The same float64 operations but for the origin of the places, rounded once to float32.
    expectClose(warp(set, [0], [map], { outside: 'reflect' }), middle, { roundings: 1 });
  });

  it('rejects an unknown option and an unknown outside', () => {
    const set = noise(6, 1, 4, 4);
    expect(errorOf(() => warp(set, [0], [identity], { outside: 'edge' as 'zero' }))).toMatchObject({
      code: 'ArgumentError',
      where: 'warp.outside',
      got: 'edge',
    });
    expect(errorOf(() => warp(set, [0], [identity], { outsid: 'zero' } as object))).toMatchObject({
      where: 'warp',
      got: '"outsid"',
      hint: '"outside"',
    });
  });

  it('keeps values within [0, 1]', () => {
    const white = { images: new Float32Array(400).fill(1), count: 1, height: 20, width: 20 };
    const maps = Array.from({ length: 50 }, (_, i) =>
      poseMatrix({ angle: i, shiftX: 0.01 * i, scale: 0.5 + 0.02 * i }),
    );
    const values = warp(white, new Int32Array(50), maps);
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
  });

  it('rejects an index that is not an image, a map too few, and a map that is not finite', () => {
    const set = noise(6, 2, 4, 4);
    const rejected = (indices: readonly number[], maps: readonly Affine[], got: RegExp): void =>
      expect(errorOf(() => warp(set, indices, maps))).toMatchObject({
        code: 'ArgumentError',
        where: 'warp',
        got: expect.stringMatching(got) as string,
      });
    rejected([2], [identity], /^2 .*0$/);
    rejected([0, 0.5], [identity, identity], /^0\.5 .*1$/);
    rejected([0, 1], [identity], /^1 /);
    rejected([0], [[1, 0, NaN, 0, 1, 0]], /NaN.*0$/);
  });
});
