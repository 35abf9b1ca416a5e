import { describe, it } from 'vitest';
import { convolve, gaussianWeights } from '../../src/data/convolve.js';
import { key, uniformArray } from '../../src/num/index.js';
import { expectClose } from '../support/expectClose.js';

describe('convolve', () => {
  it('is the sum over rows and columns, the border going on', () => {
    const [height, width] = [5, 8];
    const image = uniformArray(key(1), height * width);
    const weights = Float64Array.of(0.1, 0.2, 0.4, 0.25, 0.05);
    const within = (place: number, size: number): number => Math.min(size - 1, Math.max(0, place));
    const expected = image.map((_, i) => {
      let sum = 0;
      weights.forEach((down, a) => {
        weights.forEach((across, b) => {
          const row = within(Math.floor(i / width) + a - 2, height);
          sum += down * across * (image[row * width + within((i % width) + b - 2, width)] ?? NaN);
        });
      });
      return sum;
    });
    convolve(image, height, width, weights);
    expectClose(image, expected, { tolerance: 1e-14 });
  });

  it('by weights of sum 1 leaves a constant image as it is', () => {
    const image = new Float64Array(35).fill(0.7);
    convolve(image, 7, 5, gaussianWeights(1.4));
    expectClose(image, new Float64Array(35).fill(0.7), { tolerance: 1e-14 });
  });

  it('gaussianWeights: have sum 1, symmetry and the variance asked for', () => {
    const weights = gaussianWeights(1.4);
    const reach = (weights.length - 1) / 2;
    expectClose(weights, [...weights].reverse());
    expectClose(
      weights.reduce((sum, weight) => sum + weight, 0),
      1,
      { tolerance: 1e-14 },
    );
    const variance = weights.reduce((sum, weight, i) => sum + weight * (i - reach) ** 2, 0);
    // What is cut off beyond 3.5 deviations has less than 2 % of the variance.
    expectClose(variance, 1.96, { relative: 0.02 });
  });
});
