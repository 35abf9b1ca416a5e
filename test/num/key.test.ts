import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, key, split } from '../../src/num/index.js';
import { errorOf } from '../support/errorOf.js';

const seed = fc.nat({ max: Number.MAX_SAFE_INTEGER });

describe('key', () => {
  it('is different for different seeds, those beyond 32 bits included', () => {
    fc.assert(
      fc.property(seed, seed, (a, b) => {
        fc.pre(a !== b);
        expect(key(a)).not.toEqual(key(b));
      }),
      { seed: 1 },
    );
  });

  it('takes 0 as a seed like any other', () => {
    expect(key(0)).toEqual([0, 0]);
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])('rejects the seed %d', (bad) => {
    expect(errorOf(() => key(bad))).toMatchObject({ code: 'ArgumentError', where: 'key', got: String(bad) });
  });
});

describe('split', () => {
  it('gives as many different keys as asked for, and the same ones again', () => {
    const keys = split(key(7), 1000);
    expect(new Set(keys.map(String)).size).toBe(1000);
    expect(split(key(7), 1000)).toEqual(keys);
    expect(split(key(7), 3)).toEqual(keys.slice(0, 3));
  });

  it('rejects a count that is not an integer', () => {
    expect(errorOf(() => split(key(0), 1.5))).toMatchObject({ code: 'ArgumentError', where: 'split', got: '1.5' });
  });
});

describe('fold', () => {
  it('tells names apart, also where one begins or ends like the other', () => {
    const names = ['', 'a', 'b', 'ab', 'ba', 'abcd', 'abcde', 'abcd\0', 'a\0', 'z/1', 'z/10', 'ä', 'a\u0308', '😀'];
    const keys = names.map((name) => fold(key(3), name));
    expect(new Set(keys.map(String)).size).toBe(names.length);
  });

  it('never gives one key for two names', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(String(fold(key(0), a)) === String(fold(key(0), b))).toBe(a === b);
      }),
      { seed: 2 },
    );
  });

  it('never gives one key for two numbers, nor one that split gives', () => {
    fc.assert(
      fc.property(seed, seed, (a, b) => {
        expect(String(fold(key(0), a)) === String(fold(key(0), b))).toBe(a === b);
        expect(split(key(0), 8).map(String)).not.toContain(String(fold(key(0), a)));
      }),
      { seed: 3 },
    );
  });

  it('keeps numbers and their names apart', () => {
    expect(fold(key(0), 1)).not.toEqual(fold(key(0), '1'));
  });

  it('depends on the parent', () => {
    expect(fold(key(0), 'x')).not.toEqual(fold(key(1), 'x'));
  });

  it.each([-1, 0.5, NaN])('rejects the number %d', (bad) => {
    expect(errorOf(() => fold(key(0), bad))).toMatchObject({ code: 'ArgumentError', where: 'fold', got: String(bad) });
  });
});
