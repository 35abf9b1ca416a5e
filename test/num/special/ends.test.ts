// What the special functions give at the ends of their ranges, outside of them and for NaN, and that they leave one tensor.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as num from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { newTensors } from '../../support/newTensors.js';

type Unary = (x: tf.Tensor) => tf.Tensor;

interface Ends {
  readonly name: string;
  readonly apply: Unary;
  readonly at: readonly number[];
  readonly expected: readonly number[];
  /** The gradient there. */
  readonly slope: readonly number[];
}

const ends: readonly Ends[] = [
  {
    name: 'normalCdf',
    apply: num.normalCdf,
    at: [-Infinity, 0, Infinity, NaN],
    expected: [0, 0.5, 1, NaN],
    slope: [0, 0.39894226, 0, NaN],
  },
  {
    name: 'logNormalCdf',
    apply: num.logNormalCdf,
    at: [-Infinity, Infinity, NaN],
    expected: [-Infinity, 0, NaN],
    slope: [Infinity, 0, NaN],
  },
  {
    name: 'normalQuantile',
    apply: num.normalQuantile,
    at: [0, 0.5, 1, -0.1, 1.1, NaN],
    expected: [-Infinity, 0, Infinity, NaN, NaN, NaN],
    slope: [Infinity, 2.5066283, Infinity, NaN, NaN, NaN],
  },
  {
    name: 'erf',
    apply: num.erf,
    at: [-Infinity, 0, Infinity, NaN],
    expected: [-1, 0, 1, NaN],
    slope: [0, 1.1283792, 0, NaN],
  },
  {
    name: 'erfc',
    apply: num.erfc,
    at: [-Infinity, 0, Infinity, NaN],
    expected: [2, 1, 0, NaN],
    slope: [0, -1.1283792, 0, NaN],
  },
  {
    name: 'logErfc',
    apply: num.logErfc,
    at: [0, Infinity, NaN],
    expected: [0, -Infinity, NaN],
    slope: [-1.1283792, -Infinity, NaN],
  },
  {
    name: 'softplus',
    apply: num.softplus,
    at: [-Infinity, Infinity, NaN],
    expected: [0, Infinity, NaN],
    slope: [0, 1, NaN],
  },
  {
    name: 'logExpm1',
    apply: num.logExpm1,
    at: [0, Infinity, -1, NaN],
    expected: [-Infinity, Infinity, NaN, NaN],
    slope: [Infinity, 1, NaN, NaN],
  },
  { name: 'i0e', apply: num.i0e, at: [-Infinity, 0, Infinity, NaN], expected: [0, 1, 0, NaN], slope: [0, 0, 0, NaN] },
  { name: 'i1e', apply: num.i1e, at: [-Infinity, 0, Infinity, NaN], expected: [0, 0, 0, NaN], slope: [0, 0.5, 0, NaN] },
  {
    name: 'logBeta(., 2)',
    apply: (x) => num.logBeta(x, 2),
    at: [0, NaN],
    expected: [Infinity, NaN],
    slope: [-Infinity, NaN],
  },
  {
    name: 'igamma(2, .)',
    apply: (x) => num.igamma(2, x),
    at: [-1, 0, Infinity, NaN],
    expected: [0, 0, 1, NaN],
    slope: [0, 0, 0, NaN],
  },
  {
    name: 'igamma(., 2)',
    apply: (a) => num.igamma(a, 2),
    at: [0, -1, Infinity, NaN],
    expected: [NaN, NaN, NaN, NaN],
    slope: [NaN, NaN, NaN, NaN],
  },
  {
    name: 'igammac(1, .)',
    apply: (x) => num.igammac(1, x),
    at: [-1, 0, Infinity, NaN],
    expected: [1, 1, 0, NaN],
    slope: [0, -1, 0, NaN],
  },
  {
    name: 'igammaInverse(2, .)',
    apply: (p) => num.igammaInverse(2, p),
    at: [0, 1, -0.1, 1.1, NaN],
    expected: [0, Infinity, NaN, NaN, NaN],
    slope: [Infinity, Infinity, NaN, NaN, NaN],
  },
  {
    name: 'betainc(2, 1, .)',
    apply: (x) => num.betainc(2, 1, x),
    at: [-1, 0, 1, 2, NaN],
    expected: [0, 0, 1, 1, NaN],
    slope: [0, 0, 2, 0, NaN],
  },
  {
    name: 'betainc(., 1, 0.5)',
    apply: (a) => num.betainc(a, 1, 0.5),
    at: [0, -1, Infinity],
    expected: [NaN, NaN, NaN],
    slope: [NaN, NaN, NaN],
  },
  {
    name: 'betaincInverse(2, 3, .)',
    apply: (p) => num.betaincInverse(2, 3, p),
    at: [0, 1, -0.1, 1.1, NaN],
    expected: [0, 1, NaN, NaN, NaN],
    slope: [0, 0, NaN, NaN, NaN],
  },
];

describeEngines('ends', () => {
  it.each(ends)('$name: is right at the ends of its range', ({ apply, at, expected }) => {
    const values = tf.tidy(() => Array.from(apply(tf.tensor1d([...at])).dataSync(), (value) => value + 0));
    expect(values).toEqual(expected);
  });

  it.each(ends)('$name: has the right gradient there', ({ apply, at, slope }) => {
    const values = tf.tidy(() =>
      tf
        .grad((x: tf.Tensor) => tf.sum(apply(x)))(tf.tensor1d([...at]))
        .dataSync(),
    );
    for (const [i, want] of slope.entries()) {
      if (Number.isFinite(want)) expect(values[i]).toBeCloseTo(want, 6);
      else expect(values[i]).toBe(want);
    }
  });

  it.each(ends)('$name: leaves one tensor, of the shape of its argument', ({ apply }) => {
    const x = tf.fill([2, 1, 3], 0.5);
    expect(newTensors(() => apply(x))).toBe(1);
    const value = apply(x);
    expect(value.shape).toEqual([2, 1, 3]);
    tf.dispose([x, value]);
  });

  it('functions of several arguments broadcast, and sum their gradients back', () => {
    const [a, x] = [tf.tensor2d([[1], [2]]), tf.tensor1d([0.5, 1, 2])];
    const { value, grads } = tf.valueAndGrads((p: tf.Tensor, q: tf.Tensor) => tf.sum(num.igamma(p, q)))([a, x]);
    expect(grads.map((grad) => grad.shape)).toEqual([[2, 1], [3]]);
    expect(num.logBeta(a, x).shape).toEqual([2, 3]);
    // 1 - exp(-x), and 1 - exp(-x) (1 + x).
    const expected = [0.5, 1, 2].reduce((sum, at) => sum + 2 - Math.exp(-at) * (2 + at), 0);
    expect(value.dataSync()[0]).toBeCloseTo(expected, 6);
    expect(errorOf(() => num.logBeta(tf.zeros([2]), tf.zeros([3])))).toMatchObject({
      code: 'ShapeError',
      where: 'logBeta',
    });
  });
});
