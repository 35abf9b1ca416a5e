import { describe, expect, it } from 'vitest';
import { naturalOrder } from '../../../src/data/files/naturalOrder.js';

describe('naturalOrder', () => {
  it('puts numbers in the order of their size', () => {
    expect(['p10.png', 'p9.png', 'p1.png'].sort(naturalOrder)).toEqual(['p1.png', 'p9.png', 'p10.png']);
  });

  it('orders names that read the same, whatever order they came in', () => {
    expect(['p01', 'p1'].sort(naturalOrder)).toEqual(['p1', 'p01'].sort(naturalOrder));
    expect(naturalOrder('p1', 'p1')).toBe(0);
  });
});
