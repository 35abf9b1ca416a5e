// Against a reading in float64 that weighs each pixel of a picture by two hats, one across and one down.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { objectMatrix, warp } from '../../src/data/index.js';
import { resample, type PictureSize } from '../../src/nn/index.js';
import { fold, key, normalArray, uniformArray, valueAndGradients } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';
import { dot, places, reading } from './oracles/reading.js';

const IDENTITY = [1, 0, 0, 0, 1, 0];

const sizes: readonly PictureSize[] = [
  { height: 5, width: 5 },
  { height: 6, width: 4 },
  { height: 3, width: 8 },
  { height: 7, width: 1 },
  { height: 1, width: 6 },
  { height: 1, width: 1 },
];

/** Rotated, magnified, mirrored, moved by half a pixel of some size, squeezed to a line, and read far outside in every direction. */
const maps: readonly (readonly number[])[] = [
  IDENTITY,
  [0.8, -0.6, 0.1, 0.6, 0.8, -0.05],
  [0.3, 0, 0, 0, 0.3, 0],
  [-1, 0, 0.25, 0, 1, 0.25],
  [1, 0, 0, 1, 0, 0],
  [0, 0, 0.1, 0, 0, 0.2],
  [1, 0, 1e6, 0, 1, -1e6],
  [1, 0, -40, 0, 1, 3],
  [9, 4, 0, -5, 8, 0],
].map((map) => map.map(Math.fround));

describeEngines('resample', () => {
  it.each(sizes)('reads as the oracle does, whatever the map: $height × $width', (size) => {
    const pixels = size.height * size.width;
    const pictures = draws(1, maps.length * pixels);
    const read = resample(tf.tensor2d(pictures, [maps.length, pixels]), asTensor(maps), size);
    expect(read.shape).toEqual([maps.length, pixels]);
    const expected = maps.flatMap((map, i) => {
      return reading(map, size).map((weights) => dot(weights, pictures.subarray(i * pixels, (i + 1) * pixels)));
    });
    // Two shares of a pixel in float32 times differences of pixels, and the rounding of the result.
    expectClose(read, expected, { tolerance: 3 * largest(pictures) * 2 ** -24 });
  });

  it('by the identity is the identity, and by a quarter turn the rotated picture, bit for bit', () => {
    const pixels = draws(2, 25);
    const picture = tf.tensor2d(pixels, [1, 25]);
    const size = { height: 5, width: 5 };
    expectClose(resample(picture, asTensor([IDENTITY]), size), pixels);
    // (x, y) reads (-y, x): pixel (row, column) has what was at row = column, column = 4 - row.
    const rotated = Float32Array.from(pixels, (_, i) => pixels[(i % 5) * 5 + (4 - Math.floor(i / 5))] ?? NaN);
    expectClose(resample(picture, asTensor([[0, -1, 0, 1, 0, 0]]), size), rotated);
  });

  it('beyond its edges a picture goes on as its edge pixels are', () => {
    const size = { height: 2, width: 3 };
    const picture = tf.tensor2d([1, 2, 3, 4, 5, 6], [1, 6]);
    const at = (right: number, down: number): tf.Tensor =>
      resample(picture, asTensor([[1, 0, right, 0, 1, down]]), size);
    // The longer side is 2 grid units or 2 pixels, so that a unit is a pixel.
    expectClose(at(1, 0), [2, 3, 3, 5, 6, 6]);
    expectClose(at(0, -1), [1, 2, 3, 1, 2, 3]);
    expectClose(at(-9, 9), [4, 4, 4, 4, 4, 4]);
  });

  it.each(sizes)('by the picture it is linear, and its gradient the transpose: $height × $width', (size) => {
    const pixels = size.height * size.width;
    const [pictures, towards] = [draws(3, maps.length * pixels), draws(4, maps.length * pixels)];
    const shape: [number, number] = [maps.length, pixels];
    const { gradients } = gradientsAt(tf.tensor2d(pictures, shape), asTensor(maps), tf.tensor2d(towards, shape), size);
    const expected = maps.flatMap((map, i) => {
      const g = towards.subarray(i * pixels, (i + 1) * pixels);
      const weights = reading(map, size);
      return Array.from({ length: pixels }, (_, p) =>
        weights.reduce((sum, row, q) => sum + (row[p] ?? NaN) * (g[q] ?? NaN), 0),
      );
    });
    // Sums of at most four terms a pixel in float32; all of the 36 or fewer pixels may read one.
    const tolerance = 4 * pixels * Math.max(...partialSums(towards, pixels)) * 2 ** -24;
    expectClose(gradients.pictures, expected, { tolerance });
  });

  it.each(sizes.filter(({ height, width }) => height * width > 1))(
    'gradients by maps are central differences of the oracle, away from its kinks: $height × $width',
    (size) => {
      const pixels = size.height * size.width;
      const smooth = smoothMaps(size, 4);
      const [pictures, towards] = [draws(5, smooth.length * pixels), draws(6, smooth.length * pixels)];
      const shape: [number, number] = [smooth.length, pixels];
      const { gradients } = gradientsAt(
        tf.tensor2d(pictures, shape),
        asTensor(smooth),
        tf.tensor2d(towards, shape),
        size,
      );
      const step = 1e-5;
      const expected = smooth.flatMap((map, i) => {
        const own = [pictures, towards].map((all) => all.subarray(i * pixels, (i + 1) * pixels));
        const valueAt = (moved: readonly number[]): number =>
          reading(moved, size).reduce((sum, weights, p) => sum + (own[1]?.[p] ?? NaN) * dot(weights, own[0] ?? []), 0);
        return map.map(
          (entry, k) => (valueAt(map.with(k, entry + step)) - valueAt(map.with(k, entry - step))) / (2 * step),
        );
      });
      // Between kinks a reading is quadratic at most, and its differences exact, but for 1e-8 in float64. A slope is off by a rounding of
      // itself, below 2 |g| times the largest pixel, and two of shares of a pixel, and it counts up to `side` times.
      const [side, sum] = [Math.max(size.height, size.width), Math.max(...partialSums(towards, pixels))];
      expectClose(gradients.maps, expected, { tolerance: 1e-8 + 6 * largest(pictures) * sum * side * 2 ** -24 });
      // Of one row or column a step in the other direction reads the same.
      const matters = Array.from(gradients.maps.dataSync(), (slope) => slope !== 0);
      if (size.width > 1 && size.height > 1) expect(matters.every(Boolean)).toBe(true);
    },
  );

  it('far outside, nothing depends on the map', () => {
    const size = { height: 4, width: 5 };
    const far = asTensor([[1, 0, 50, 0, 1, -50]]);
    const { gradients } = gradientsAt(tf.tensor2d(draws(7, 20), [1, 20]), far, tf.ones([1, 20]), size);
    expectClose(gradients.maps, [0, 0, 0, 0, 0, 0]);
    // All of it reads the upper right corner.
    expectClose(
      gradients.pictures,
      Array.from({ length: 20 }, (_, i) => (i === 4 ? 20 : 0)),
    );
  });

  it('inside the frame it is what data/warp reads', () => {
    const size = { height: 9, width: 9 };
    const pixels = Float32Array.from(uniformArray(key(8), 81));
    const inward = objectMatrix({ angle: 0.7, x: 0.1, y: -0.05, scale: 2 });
    const warped = warp({ images: pixels, count: 1, ...size }, [0], [inward]);
    // Its map is not rounded to float32: 6 numbers below 1, over at most 8 pixels of steps below 1.
    expectClose(resample(tf.tensor2d(pixels, [1, 81]), asTensor([inward]), size), warped, {
      tolerance: 6 * 8 * 2 ** -24,
    });
  });

  it('a map that is not a number shows, in its own picture', () => {
    const size = { height: 2, width: 2 };
    const read = resample(tf.ones([3, 4]), asTensor([IDENTITY, [1, 0, NaN, 0, 1, 0], IDENTITY]), size);
    expectClose(read, [1, 1, 1, 1, NaN, NaN, NaN, NaN, 1, 1, 1, 1]);
  });

  it('leaves only its result, and gradients only theirs', () => {
    const size = { height: 3, width: 4 };
    const [pictures, affine, towards] = [
      tf.ones<tf.Rank.R2>([2, 12]),
      asTensor([IDENTITY, IDENTITY]),
      tf.ones([2, 12]),
    ];
    expect(newTensors(() => resample(pictures, affine, size))).toBe(1);
    expect(newTensors(() => gradientsAt(pictures, affine, towards, size))).toBe(3);
    expect(
      newTensors(() => tf.grads((a, b) => resample(a as tf.Tensor2D, b as tf.Tensor2D, size))([pictures, affine])),
    ).toBe(2);
  });

  it.each([
    ['as many maps as pictures', [3, 12], [2, 6]],
    ['pictures of the size that is given', [2, 11], [2, 6]],
    ['maps of six numbers', [2, 12], [2, 5]],
  ] as const)('needs %s', (_, pictures, affine) => {
    const wrong = (): unknown => resample(tf.zeros([...pictures]), tf.zeros([...affine]), { height: 3, width: 4 });
    expect(errorOf(wrong)).toMatchObject({ code: 'ShapeError', where: 'resample' });
  });
});

function draws(seed: number, count: number): Float32Array {
  return Float32Array.from(normalArray(key(seed), count));
}

function asTensor(rows: readonly (readonly number[])[]): tf.Tensor2D {
  return tf.tensor2d(rows.flat(), [rows.length, 6]);
}

function gradientsAt(pictures: tf.Tensor2D, affine: tf.Tensor2D, towards: tf.Tensor, size: PictureSize) {
  const loss = (named: Readonly<Record<'pictures' | 'maps', tf.Tensor>>): tf.Tensor =>
    tf.sum(tf.mul(towards, resample(named.pictures as tf.Tensor2D, named.maps as tf.Tensor2D, size)));
  return valueAndGradients(loss, { pictures, maps: affine });
}

/** Maps whose places all keep a distance from whole columns and rows, where a reading has kinks; the edges are among them. */
function smoothMaps(size: PictureSize, count: number): number[][] {
  const found: number[][] = [];
  for (let i = 0; found.length < count; i += 1) {
    const noise = Array.from(normalArray(fold(key(9), i), 6));
    const map = IDENTITY.map((entry, k) => Math.fround(entry + 0.2 * (noise[k] ?? 0)));
    const isSmooth = places(map, size).every((place) => place.every((z) => Math.abs(z - Math.round(z)) > 0.004));
    if (isSmooth) found.push(map);
  }
  return found;
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The sum of magnitudes of each picture. */
function partialSums(values: Float32Array, pixels: number): number[] {
  return Array.from({ length: values.length / pixels }, (_, i) =>
    values.subarray(i * pixels, (i + 1) * pixels).reduce((sum, value) => sum + Math.abs(value), 0),
  );
}
