import { describe, expect, it } from 'vitest';
import { baselineNames, pixelBaseline } from '../../../src/app/baseline/index.js';
import { key, uniformArray } from '../../../src/num/index.js';
import { errorOf } from '../../support/errorOf.js';

describe('pixelBaseline', () => {
  it.each(baselineNames)('%s: classifies images by their pixels', (name) => {
    // Bright on the left or on the right, with noise.
    const image = (left: boolean, seed: number): number[] =>
      Array.from(uniformArray(key(seed), 16), (noise, pixel) => 0.5 * noise + 0.5 * Number(pixel % 4 < 2 === left));
    const many = (from: number): { images: Float32Array; labels: number[] } => {
      const labels = Array.from({ length: 20 }, (_, i) => i % 2);
      return { images: Float32Array.from(labels.flatMap((label, i) => image(label === 0, from + i))), labels };
    };
    const { images, labels } = many(100);
    expect(Array.from(pixelBaseline(name, many(0))(images))).toEqual(labels);
  });

  it.each([
    ['no labels', { images: new Float32Array(0), labels: [] }, new Float32Array(4)],
    ['test images of another size', { images: new Float32Array(8), labels: [0, 1] }, new Float32Array(6)],
  ])('rejects %s', (_, labelled, test) => {
    expect(errorOf(() => pixelBaseline('random forest', labelled)(test))).toMatchObject({
      code: 'ArgumentError',
      where: 'pixelBaseline',
    });
  });
});
