import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelOrder } from '../../../src/app/library/labelOrder.js';

describe('labelOrder', () => {
  it('names each thing once', () => {
    const features = fc.array(fc.tuple(fc.double({ noNaN: true, min: -5, max: 5 }), fc.integer({ min: 0, max: 3 })));
    fc.assert(
      fc.property(features, (rows) => {
        const order = labelOrder(rows);
        expect([...order].sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
      }),
    );
  });

  it('offers each of well separated groups before any of them twice, however large they are', () => {
    const groups = Array.from({ length: 100 }, (_, i) => (i < 94 ? 0 : i < 97 ? 1 : 2));
    const order = labelOrder(groups.map((group, i) => [10 * group + 0.001 * (i % 7), 0.01 * (i % 5)]));
    expect(new Set(order.slice(0, 4).map((i) => groups[i])).size).toBe(3);
  });
});
