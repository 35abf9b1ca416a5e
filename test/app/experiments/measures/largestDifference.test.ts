import { expect, it } from 'vitest';
import { largestDifference } from '../../../../src/app/experiments/measures/largestDifference.js';

it('largestDifference: is the largest distance in either direction, and forgives neither NaN nor a missing number', () => {
  expect(largestDifference([1, 2, 3], [1, 5, 2])).toBe(3);
  expect(largestDifference([0, NaN], [0, 1])).toBeNaN();
  expect(largestDifference([0], [0, 1])).toBeNaN();
});
