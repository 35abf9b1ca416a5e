import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitByGroup } from '../../../src/data/index.js';
import type { Labels } from '../../../src/data/index.js';
import { key } from '../../../src/num/index.js';
import { errorOf } from '../../support/errorOf.js';

const classNames = ['a', 'b', 'c'];
const make = (labels: readonly number[]): Labels => ({ labels: Int32Array.from(labels), classNames });

describe('splitByGroup', () => {
  it('divides the images, keeps groups whole and has every class on both sides', () => {
    const sets = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: -1, max: 2 })), {
      minLength: 60,
      maxLength: 120,
    });
    fc.assert(
      fc.property(sets, fc.integer({ min: 0, max: 99 }), (images, seed) => {
        const groups = images.map(([group]) => `g${group}`);
        const labels = images.map(([, label]) => label);
        const holders = classNames.map((_, c) => new Set(groups.filter((_, i) => labels[i] === c)).size);
        fc.pre(holders.every((count) => count >= 5));
        const { train, test } = splitByGroup(groups, make(labels), 0.3, key(seed));
        expect([...train, ...test].sort((a, b) => a - b)).toEqual(images.map((_, i) => i));
        const trained = new Set(Array.from(train, (i) => groups[i]));
        expect(Array.from(test).some((i) => trained.has(groups[i]))).toBe(false);
        for (const side of [train, test]) {
          expect([0, 1, 2].every((c) => side.some((i) => labels[i] === c))).toBe(true);
        }
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  it('holds out about that fraction of every class, rare ones too', () => {
    // 40 groups of 10 images: all of class a, but for one of b in every second and one of c in every fourth.
    const groups = Array.from({ length: 400 }, (_, i) => `g${Math.floor(i / 10)}`);
    const labels = groups.map((_, i) => (i % 20 === 0 ? 1 : i % 40 === 11 ? 2 : 0));
    const { test } = splitByGroup(groups, make(labels), 0.3, key(0));
    const share = (c: number): number =>
      Array.from(test).filter((i) => labels[i] === c).length / labels.filter((label) => label === c).length;
    // The nearest shares to 0.3 that whole groups allow differ by a twentieth at most.
    for (const c of [0, 1, 2]) expect(Math.abs(share(c) - 0.3)).toBeLessThan(0.05);
  });

  it('gives the same split for the same key and others for others', () => {
    const groups = Array.from({ length: 90 }, (_, i) => `g${i % 30}`);
    const labels = make(groups.map((_, i) => i % 3));
    const splits = [0, 0, 1, 2].map((seed) => splitByGroup(groups, labels, 0.3, key(seed)));
    expect(splits[1]).toEqual(splits[0]);
    expect(new Set(splits.map(({ test }) => test.join())).size).toBe(3);
  });

  it('finds the only split there is', () => {
    const { train, test } = splitByGroup(['x', 'x', 'x', 'y', 'y', 'y'], make([0, 1, 2, 0, 1, 2]), 0.5, key(0));
    expect(new Set([train.join(), test.join()])).toEqual(new Set(['0,1,2', '3,4,5']));
  });

  it('rejects a class that occurs in one group only', () => {
    const got = expect.stringContaining('"c"') as string;
    expect(errorOf(() => splitByGroup(['x', 'x', 'x', 'y', 'y'], make([0, 1, 2, 0, 1]), 0.5, key(0)))).toMatchObject({
      code: 'DataError',
      where: 'splitByGroup',
      got,
    });
  });

  it('rejects groups of which no division has every class on both sides', () => {
    // a is in x and y, b in y and z, c in z and x: each pair must be parted, which three groups on two sides cannot be.
    const groups = ['x', 'y', 'y', 'z', 'z', 'x'];
    expect(errorOf(() => splitByGroup(groups, make([0, 0, 1, 1, 2, 2]), 0.5, key(0)))).toMatchObject({
      code: 'DataError',
      where: 'splitByGroup',
    });
  });

  it.each([0, 1, -0.5, NaN])('rejects the fraction %d', (fraction) => {
    const fields = { where: 'splitByGroup', got: String(fraction) };
    expect(errorOf(() => splitByGroup(['x', 'y'], make([0, 0]), fraction, key(0)))).toMatchObject({
      code: 'ArgumentError',
      ...fields,
    });
  });

  it('rejects groups that do not match the labels', () => {
    expect(errorOf(() => splitByGroup(['x'], make([0, 0]), 0.5, key(0)))).toMatchObject({
      code: 'ArgumentError',
      where: 'splitByGroup',
      got: '1',
    });
  });
});
