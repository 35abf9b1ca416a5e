import { describe, expect, it } from 'vitest';
import { formatSpread, spreadOf } from '../../../../src/app/experiments/measures/index.js';

describe('spreadOf', () => {
  it('is mean, deviation with n - 1, and ends', () => {
    expect(spreadOf([1, 2, 3, 6])).toEqual({ mean: 3, deviation: Math.sqrt(14 / 3), lowest: 1, highest: 6 });
  });

  it('has no deviation of one number', () => {
    expect(spreadOf([0.5])).toEqual({ mean: 0.5, deviation: null, lowest: 0.5, highest: 0.5 });
    expect(formatSpread(spreadOf([0.5]))).toBe('0.500');
    expect(formatSpread(spreadOf([1, 2]), 1)).toBe('1.5 ± 0.7');
  });
});
