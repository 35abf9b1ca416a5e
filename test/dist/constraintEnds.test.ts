// Where sets of numbers end, and which list their elements.
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  constraints,
  empirical,
  exponential,
  folded,
  gamma,
  maskedMixture,
  mixture,
  categorical,
  normal,
  transformed,
  transforms,
  truncated,
  uniform,
  type Constraint,
} from '../../src/dist/index.js';
import { newTensors } from '../support/newTensors.js';
import { useScalarEngine } from '../support/useScalarEngine.js';

useScalarEngine();

/** For each place of the batch the ends in rising order, each once. */
function endsOf({ ends }: Constraint, shape: readonly number[]): number[][] {
  return tf.tidy(() => {
    const columns = (ends?.([...shape]) ?? []).map((end) => Array.from(end.dataSync()));
    return (columns[0] ?? []).map((_, b) =>
      [...new Set(columns.map((column) => column[b] ?? NaN))].sort((p, q) => p - q),
    );
  });
}

const { positive, real, unitInterval, angle, interval, greaterThan, lessThanEq, integerInterval, simplex } =
  constraints;

describe('the ends of a set', () => {
  it.each<readonly [Constraint, readonly number[]]>([
    [real, [-Infinity, Infinity]],
    [positive, [0, Infinity]],
    [unitInterval, [0, 1]],
    [angle, [-Math.fround(Math.PI), Math.fround(Math.PI)]],
    [greaterThan(2), [2, Infinity]],
    [lessThanEq(-1), [-Infinity, -1]],
    [constraints.nonnegativeInteger, [0, Infinity]],
    [integerInterval(1, 4), [1, 4]],
  ])('are those of its name: %o', (set, expected) => {
    expect(endsOf(set, [2])).toEqual([expected, expected]);
  });

  it('are the bounds, place by place, where these are tensors', () => {
    expect(endsOf(interval(tf.tensor1d([-1, 0]), 3), [2])).toEqual([
      [-1, 3],
      [0, 3],
    ]);
  });

  it('are unknown of sets of arrays', () => {
    expect(simplex.ends).toBeUndefined();
  });

  it('leave their tensors and no others', () => {
    const { support } = transformed(exponential({ rate: tf.ones([2]) }), transforms.power(-0.5));
    expect(newTensors(() => support.ends?.([2]))).toBe(2);
  });
});

describe('the ends of the support of', () => {
  const spike = gamma({ concentration: 0.5, rate: 1 });
  const standard = normal({ loc: 0, scale: 1 });
  const evenly = uniform({ low: 1, high: 2 });

  it('an image under a map that rises or falls, at infinity too', () => {
    const under = (exponent: number): Constraint =>
      transformed(exponential({ rate: 1 }), transforms.power(exponent)).support;
    expect(endsOf(under(0.3), [])).toEqual([[0, Infinity]]);
    expect(endsOf(under(-2), [])).toEqual([[0, Infinity]]);
    expect(endsOf(transformed(evenly, transforms.affine({ loc: 1, scale: -2 })).support, [])).toEqual([[-3, -1]]);
  });

  it('a mixture: those of all parts', () => {
    const mixing = categorical({ logits: tf.zeros([2]) });
    expect(endsOf(mixture(mixing, [spike, standard]).support, [])).toEqual([[-Infinity, 0, Infinity]]);
  });

  it('a masked mixture: those of the one that is chosen', () => {
    const chosen = maskedMixture(tf.tensor1d([false, true]), standard, spike);
    expect(endsOf(chosen.support, [2])).toEqual([
      [-Infinity, Infinity],
      [0, Infinity],
    ]);
  });

  it('a truncated or folded distribution', () => {
    expect(endsOf(truncated(standard, { low: -1, high: tf.tensor1d([2, 3]) }).support, [2])).toEqual([
      [-1, 2],
      [-1, 3],
    ]);
    const across = uniform({ low: -1, high: 2 });
    const [[least, ...others] = []] = endsOf(folded(across).support, []);
    expect([least, Math.max(...others)]).toEqual([0, 2]);
    expect(endsOf(folded(evenly).support, [])).toEqual([[1, 2]]);
  });

  it('an empirical distribution, with the list of its values', () => {
    const { support } = empirical(tf.tensor1d([2, -0.5, 2]));
    expect(endsOf(support, [])).toEqual([[-0.5, 2]]);
    expect(Array.from(support.list?.dataSync() ?? [])).toEqual([2, -0.5, 2]);
  });
});
