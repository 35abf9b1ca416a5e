import { expect, it } from 'vitest';
import { quantile } from '../../src/data/index.js';

it('has the ends, the middle, and straight lines between', () => {
  const values = Float64Array.of(1, 2, 3, 10);
  expect([0, 0.5, 1].map((share) => quantile(values, share))).toEqual([1, 2.5, 10]);
  // At place 2.7: seven tenths of the way from 3 to 10.
  expect(quantile(values, 0.9)).toBeCloseTo(7.9, 12);
  expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
});
