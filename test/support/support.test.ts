// The helpers that all other tests lean on.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type Closeness, expectClose } from './expectClose.js';
import { newTensors } from './newTensors.js';

describe('expectClose', () => {
  const accepts = (actual: number, expected: number, closeness?: Closeness): boolean => {
    try {
      expectClose(actual, expected, closeness);
      return true;
    } catch {
      return false;
    }
  };

  it('accepts NaN for NaN and an infinity for itself, and nothing else for them', () => {
    const special = [NaN, Infinity, -Infinity, 3e38];
    for (const a of special) for (const b of special) expect(accepts(a, b, { tolerance: 1e30 })).toBe(Object.is(a, b));
  });

  it('without a closeness accepts only equal numbers', () => {
    expect(accepts(1, 1)).toBe(true);
    expect(accepts(0, -0)).toBe(true);
    expect(accepts(1, 1 + 2 ** -52)).toBe(false);
  });

  it('counts roundings of the larger number, or of 1', () => {
    expect(accepts(1000, 1000 * (1 + 2 ** -23), { roundings: 2 })).toBe(true);
    expect(accepts(1000, 1000 * (1 + 2 ** -21), { roundings: 2 })).toBe(false);
    expect(accepts(0, 2 ** -23, { roundings: 2 })).toBe(true);
  });

  it('adds up a distance and a share of what is expected', () => {
    expect(accepts(11.5, 10, { tolerance: 0.5, relative: 0.1 })).toBe(true);
    expect(accepts(11.6, 10, { tolerance: 0.5, relative: 0.1 })).toBe(false);
  });

  it('takes tensors, typed arrays, nested arrays and numbers, and counts them', () => {
    expectClose(tf.tensor2d([[1, 2]]), [[1, 2]]);
    expectClose(Float32Array.of(1, 2), tf.tensor1d([1, 2]));
    expectClose(tf.scalar(1), 1);
    expectClose(tf.tensor1d([true, false], 'bool'), [1, 0]);
    expect(() => expectClose([1, 2], [1])).toThrow(/1.*2/);
  });

  it('names the first number that differs', () => {
    expect(() => expectClose([1, 2, 4, 5], [1, 2, 3, 3])).toThrow(/2 of 4.*\[2\].*4.*3.*1/);
  });
});

describe('newTensors', () => {
  it('counts what is left, results included, and disposes it', () => {
    const before = tf.memory().numTensors;
    expect(newTensors(() => tf.tidy(() => tf.add(tf.ones([2]), 1)))).toBe(1);
    expect(newTensors(() => [tf.ones([2]), tf.ones([2])])).toBe(2);
    expect(newTensors(() => undefined)).toBe(0);
    expect(tf.memory().numTensors).toBe(before);
  });
});
