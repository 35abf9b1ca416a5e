import { describe, expect, it } from 'vitest';
import { threefry, threefryFill } from '../../src/num/threefry.js';

describe('threefry', () => {
  // The vectors for threefry2x32 with 20 rounds in the file kat_vectors of the Random123 library, version 1.14.
  it.each([
    { counter: [0, 0], key: [0, 0], output: [0x6b200159, 0x99ba4efe] },
    { counter: [0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff], output: [0x1cb996fc, 0xbb002be7] },
    { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], output: [0xc4923a9c, 0x483df7a0] },
  ] as const)('equals the published answer for the counter $counter', ({ counter, key, output }) => {
    expect(threefry(key, counter)).toEqual(output);
  });

  it('fills an array with the outputs of successive counters', () => {
    const words = new Uint32Array(7);
    threefryFill(words, [5, 6], 9);
    const blocks = [0, 1, 2, 3].flatMap((i) => threefry([5, 6], [i, 9]));
    expect(Array.from(words)).toEqual(blocks.slice(0, 7));
  });

  it('fills a short array with the beginning of what a long one gets', () => {
    const [short, long] = [new Uint32Array(10), new Uint32Array(1000)];
    threefryFill(short, [1, 2], 3);
    threefryFill(long, [1, 2], 3);
    expect(short).toEqual(long.slice(0, 10));
  });
});
