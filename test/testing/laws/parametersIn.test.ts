import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constraints, type Constraint } from '../../../src/dist/index.js';
import { valuesIn } from '../../../src/testing/index.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';

useScalarEngine();

const { boolean, countsOfTotal, independent, integer, integerInterval, nonnegativeInteger, oneHot } = constraints;
const { interval, lessThan, positive, simplex } = constraints;

describe('valuesIn', () => {
  it.each<readonly [Constraint, readonly number[]]>([
    [boolean, [2]],
    [integer, [2]],
    [nonnegativeInteger, [2]],
    [integerInterval(3, 9), [2]],
    [independent(nonnegativeInteger, 1), [2, 3]],
    [oneHot, [2, 3]],
    [countsOfTotal(4), [2, 3]],
    [positive, [2]],
    [lessThan(-1), [2]],
    [interval(2, 3), [2]],
    [simplex, [2, 3]],
  ])('are of the shape asked for, in the set, and vary where they can: %o', (set, shape) => {
    const values = fc.sample(valuesIn(set, shape), { numRuns: 30, seed: 1 });
    values.forEach((value) => {
      const fits = tf.tidy(() => {
        const tensor = tf.tensor(value, undefined, 'float32');
        expect(tensor.shape).toEqual(shape);
        return Array.from(set.check(tensor).dataSync());
      });
      expect(fits).not.toContain(0);
    });
    const distinct = new Set(values.map((value) => JSON.stringify(value)));
    expect(distinct.size).toBeGreaterThanOrEqual(set.kind === 'countsOfTotal' ? 1 : 3);
  });
});
