import { describe, expect, it } from 'vitest';
import { drawStream } from '../../../src/data/scenes/drawStream.js';
import { key } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';

const many = 20_000;

function sample<T>(draw: () => T): T[] {
  return Array.from({ length: many }, draw);
}

describe('drawStream', () => {
  it('begins again with the same key, and never repeats itself', () => {
    const [one, two] = [drawStream(key(1)), drawStream(key(1))];
    const numbers = sample(() => one.between(0, 1));
    expect(sample(() => two.between(0, 1))).toEqual(numbers);
    expect(new Set(numbers).size).toBe(many);
  });

  it('between: is uniform', () => {
    const numbers = sample(() => drawStreams.between(2, 6));
    expect(Math.min(...numbers)).toBeGreaterThan(2);
    expect(Math.max(...numbers)).toBeLessThan(6);
    // Five standard errors of the mean; the standard deviation is 4 / √12.
    expectClose(numbers.reduce((a, b) => a + b) / many, 4, { tolerance: (5 * 4) / Math.sqrt(12 * many) });
  });

  it('normal and normals: have mean 0 and variance 1', () => {
    for (const numbers of [sample(() => drawStreams.normal()), Array.from(drawStreams.normals(many))]) {
      expectClose(numbers.reduce((a, b) => a + b) / many, 0, { tolerance: 5 / Math.sqrt(many) });
      expectClose(numbers.reduce((a, b) => a + b * b, 0) / many, 1, { tolerance: 5 * Math.sqrt(2 / many) });
    }
  });

  it('pick, chance and below: come as often as their weights say', () => {
    const shares = (values: readonly number[]): number[] =>
      [0, 1, 2].map((value) => values.filter((other) => other === value).length / many);
    // Five standard errors of a share of at most 1 / 2.
    const tolerance = 2.5 / Math.sqrt(many);
    const picked = sample(() =>
      drawStreams.pick([
        [0, 1],
        [1, 2],
        [2, 5],
      ]),
    );
    expectClose(shares(picked), [1 / 8, 2 / 8, 5 / 8], { tolerance });
    expectClose(shares(sample(() => drawStreams.below(3))), [1 / 3, 1 / 3, 1 / 3], { tolerance });
    expectClose(shares(sample(() => Number(drawStreams.chance(0.3)))), [0.7, 0.3, 0], { tolerance });
  });
});

const drawStreams = drawStream(key(2));
