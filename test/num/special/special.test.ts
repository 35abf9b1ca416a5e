import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as num from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';
import * as reference from './reference.js';

interface Case {
  readonly name: string;
  readonly apply: (x: tf.Tensor) => tf.Tensor;
  readonly expected: (x: number) => number;
  readonly at: Float32Array;
  /** Float32 roundings of the result: the steps of the longest polynomial do not add up, as each is damped by the next. */
  readonly roundings: number;
  /** Where the result passes through 0 but not its terms: the size below which the error is absolute. Default: 0. */
  readonly floor?: number;
}

const even = (from: number, to: number): Float32Array =>
  Float32Array.from({ length: 200 }, (_, i) => from + ((to - from) * (i + 0.37)) / 200);
const geometric = (from: number, to: number): Float32Array => even(Math.log(from), Math.log(to)).map(Math.exp);
const both = (x: Float32Array): Float32Array => Float32Array.from([...x, ...x.map((each) => -each)]);
const slopeOf =
  (f: (x: tf.Tensor) => tf.Tensor) =>
  (x: tf.Tensor): tf.Tensor =>
    tf.grad((at) => tf.sum(f(at)))(x);

const unitMean = (x: number): number =>
  Math.abs(x) < 0.01 ? 0.5 + x / 12 - x ** 3 / 720 : 1 / -Math.expm1(-x) - 1 / x;
const unitVariance = (x: number): number =>
  Math.abs(x) < 0.1 ? 1 / 12 - x ** 2 / 240 + x ** 4 / 6048 : x ** -2 - 0.25 / Math.sinh(x / 2) ** 2;
const log1mexp = (x: number): number => (x > -0.7 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x)));
const besselSlope = (x: number): number => {
  const h = 1e-3 * x;
  const [a, b, c, d] = [-2, -1, 1, 2].map((step) => reference.besselRatio(x + step * h)) as [
    number,
    number,
    number,
    number,
  ];
  return (a - 8 * b + 8 * c - d) / (12 * h);
};
// Phi(t) / g(t), and g' = Phi: the derivative of log g by differences of five points.
const positivePartSlope = (t: number): number => {
  const h = 1e-2;
  const [a, b, c, d] = [-2, -1, 1, 2].map((step) => reference.logPositivePart(t + step * h)) as [
    number,
    number,
    number,
    number,
  ];
  return (a - 8 * b + 8 * c - d) / (12 * h);
};

const cases: readonly Case[] = [
  { name: 'lgamma', apply: num.lgamma, expected: reference.lgamma, at: geometric(1e-30, 1e30), roundings: 8 },
  { name: 'lgamma near its zeros', apply: num.lgamma, expected: reference.lgamma, at: even(0.9, 2.1), roundings: 8 },
  {
    name: 'slope of lgamma',
    apply: slopeOf(num.lgamma),
    expected: reference.digamma,
    at: geometric(1e-3, 1e3),
    roundings: 6,
  },
  { name: 'digamma', apply: num.digamma, expected: reference.digamma, at: geometric(1e-30, 1e30), roundings: 6 },
  {
    name: 'digamma near its zero',
    apply: num.digamma,
    expected: reference.digamma,
    at: even(1.44, 1.48),
    roundings: 6,
  },
  {
    name: 'slope of digamma',
    apply: slopeOf(num.digamma),
    expected: reference.trigamma,
    at: geometric(1e-15, 1e15),
    roundings: 6,
  },
  { name: 'trigamma', apply: num.trigamma, expected: reference.trigamma, at: geometric(1e-15, 1e15), roundings: 6 },
  { name: 'logI0', apply: num.logI0, expected: reference.logI0, at: both(geometric(1e-3, 1e5)), roundings: 8 },
  {
    name: 'slope of logI0',
    apply: slopeOf(num.logI0),
    expected: reference.besselRatio,
    at: both(geometric(1e-3, 1e4)),
    roundings: 6,
  },
  {
    name: 'besselRatio',
    apply: num.besselRatio,
    expected: reference.besselRatio,
    at: both(geometric(1e-3, 1e4)),
    roundings: 6,
  },
  // Its far coefficients are of size 1e5 and of both signs.
  {
    name: 'slope of besselRatio',
    apply: slopeOf(num.besselRatio),
    expected: besselSlope,
    at: geometric(1e-2, 100),
    roundings: 24,
  },
  {
    name: 'erfinv',
    apply: num.erfinv,
    expected: (x) => reference.erfinvOfComplement(1 - x),
    at: even(0, 0.99),
    roundings: 6,
  },
  {
    name: 'erfinv near 1',
    apply: num.erfinv,
    expected: (x) => reference.erfinvOfComplement(1 - x),
    at: geometric(6e-8, 0.01).map((x) => 1 - x),
    roundings: 6,
  },
  {
    name: 'slope of erfinv',
    apply: slopeOf(num.erfinv),
    expected: (x) => (Math.sqrt(Math.PI) / 2) * Math.exp(reference.erfinvOfComplement(1 - x) ** 2),
    at: even(0, 0.99),
    // The exponent is up to 3.3, and twice the error of its root.
    roundings: 40,
  },
  { name: 'log1p', apply: num.log1p, expected: Math.log1p, at: both(geometric(1e-12, 0.99)), roundings: 6 },
  { name: 'log1p far out', apply: num.log1p, expected: Math.log1p, at: geometric(1, 1e30), roundings: 6 },
  { name: 'log1mexp', apply: num.log1mexp, expected: log1mexp, at: geometric(1e-12, 80).map((x) => -x), roundings: 6 },
  {
    name: 'slope of log1mexp',
    apply: slopeOf(num.log1mexp),
    expected: (x) => -1 / Math.expm1(-x),
    at: geometric(1e-6, 30).map((x) => -x),
    roundings: 6,
  },
  {
    name: 'logit',
    apply: num.logit,
    expected: (p) => Math.log(p / (1 - p)),
    at: even(0.001, 0.999),
    roundings: 6,
    floor: 1,
  },
  {
    name: 'logUnitIntegral',
    apply: num.logUnitIntegral,
    expected: reference.logUnitIntegral,
    at: both(geometric(1e-6, 1e4)),
    roundings: 6,
  },
  {
    name: 'slope of logUnitIntegral',
    apply: slopeOf(num.logUnitIntegral),
    expected: unitMean,
    at: even(-100, 100),
    roundings: 6,
  },
  {
    name: 'slope of unitMean',
    apply: slopeOf(num.unitMean),
    expected: unitVariance,
    at: even(-100, 100),
    roundings: 8,
  },
  {
    name: 'logPositivePart',
    apply: num.logPositivePart,
    expected: reference.logPositivePart,
    at: even(-60, 60),
    roundings: 10,
    floor: 1,
  },
  {
    name: 'slope of logPositivePart',
    apply: slopeOf(num.logPositivePart),
    expected: positivePartSlope,
    at: even(-30, 30),
    roundings: 16,
  },
];

// The references take longer than what they check: each is computed once for all engines.
const references = new Map<string, number[]>();

describeEngines('special functions', () => {
  it.each(cases)('$name: equals the float64 reference', ({ name, apply, expected, at, roundings, floor = 0 }) => {
    const values = tf.tidy(() => apply(tf.tensor1d(at)).dataSync());
    const wanted = references.get(name) ?? Array.from(at, expected);
    references.set(name, wanted);
    const sizes = wanted.map((want) => Math.max(Math.abs(want), floor));
    // Divided by its size, so that `roundings` counts from the size of the result and not from 1.
    expectClose(
      Array.from(values, (value, i) => (value - (wanted[i] ?? 0)) / (sizes[i] ?? 1)),
      wanted.map(() => 0),
      { roundings },
    );
  });

  const edges = [
    {
      name: 'lgamma',
      apply: num.lgamma,
      at: [0, 1, 2, Infinity, -1, NaN],
      expected: [Infinity, 0, 0, Infinity, NaN, NaN],
    },
    { name: 'digamma', apply: num.digamma, at: [0, Infinity, -1, NaN], expected: [-Infinity, Infinity, NaN, NaN] },
    { name: 'trigamma', apply: num.trigamma, at: [0, Infinity, -1, NaN], expected: [Infinity, 0, NaN, NaN] },
    { name: 'logI0', apply: num.logI0, at: [0, NaN], expected: [0, NaN] },
    { name: 'besselRatio', apply: num.besselRatio, at: [0, Infinity, -Infinity, NaN], expected: [0, 1, -1, NaN] },
    { name: 'erfinv', apply: num.erfinv, at: [0, 1, -1, 1.5, NaN], expected: [0, Infinity, -Infinity, NaN, NaN] },
    { name: 'log1p', apply: num.log1p, at: [0, -1, Infinity, -2, NaN], expected: [0, -Infinity, Infinity, NaN, NaN] },
    { name: 'log1mexp', apply: num.log1mexp, at: [0, -Infinity, 1, NaN], expected: [-Infinity, 0, NaN, NaN] },
    { name: 'logit', apply: num.logit, at: [0, 0.5, 1], expected: [-Infinity, 0, Infinity] },
    { name: 'logUnitIntegral', apply: num.logUnitIntegral, at: [0, NaN], expected: [0, NaN] },
    { name: 'unitMean', apply: num.unitMean, at: [0, Infinity, -Infinity, NaN], expected: [0.5, 1, 0, NaN] },
  ];

  it.each(edges)('$name: is right at the ends of its range', ({ apply, at, expected }) => {
    const values = tf.tidy(() => Array.from(apply(tf.tensor1d(at)).dataSync(), (value) => value + 0));
    expect(values).toEqual(expected);
  });

  it.each(edges)('$name: leaves one tensor, of the shape of its argument', ({ apply }) => {
    const x = tf.fill([2, 1, 3], 0.5);
    expect(newTensors(() => apply(x))).toBe(1);
    const value = apply(x);
    expect(value.shape).toEqual([2, 1, 3]);
    tf.dispose([x, value]);
  });
});

describeEngines('select', () => {
  it('takes each branch where it should, and passes no gradient to the other', () => {
    const [x, y] = [tf.tensor1d([1, 2, 3]), tf.tensor2d([[10], [20]])];
    const { value, grads } = tf.valueAndGrads((a: tf.Tensor, b: tf.Tensor) =>
      tf.sum(tf.mul(num.select(tf.greater(a, 1.5), a, b), tf.tensor1d([1, 10, 100]))),
    )([x, y]);
    expectClose(value, [10 + 20 + 2 * (20 + 300)]);
    expectClose(grads[0] ?? [], [0, 20, 200]);
    expectClose(grads[1] ?? [], [1, 1]);
  });

  it('gives 0, not NaN, where an infinite derivative was not taken', () => {
    const slope = tf.grad((x: tf.Tensor) => {
      const isPositive = tf.greater(x, 0);
      return tf.sum(num.select(isPositive, tf.log(num.select(isPositive, x, 1)), -Infinity));
    })(tf.tensor1d([0, 2]));
    expectClose(slope, [0, 0.5]);
  });

  it('takes numbers for both branches', () => {
    expectClose(num.select(tf.tensor1d([1, 0], 'bool'), 5, -Infinity), [5, -Infinity]);
  });
});

describeEngines('broadcastTo', () => {
  it('repeats, and sums its gradient, at rank 6', () => {
    const x = tf.tensor3d([1, 2, 3, 4], [2, 1, 2]);
    const shape = [2, 1, 3, 2, 2, 2];
    const weights = tf.reshape(tf.range(0, 48), shape);
    const whole = num.broadcastTo(x, shape);
    expect(whole.shape).toEqual(shape);
    expectClose(tf.sum(whole), [48 * 2.5]);
    const slope = tf.grad((at: tf.Tensor) => tf.sum(tf.mul(num.broadcastTo(at, shape), weights)))(x);
    expectClose(slope, num.sumTo(weights, [2, 1, 2]));
    expectClose(tf.sum(slope), [(47 * 48) / 2]);
  });
});

describeEngines('detached', () => {
  it('cuts the tape, also behind operations that have no gradient', () => {
    const slope = tf.grad((x: tf.Tensor) =>
      tf.sum(
        tf.mul(
          x,
          num.detached(() => tf.cast(tf.argMax(tf.stack([x, x])), 'float32')),
        ),
      ),
    )(tf.tensor1d([3, 4]));
    expectClose(slope, [0, 0]);
  });

  it('gives the caller a tensor of its own, and leaves no other', () => {
    const x = tf.scalar(2);
    const copy = num.detached(() => x);
    x.dispose();
    expectClose(copy, [2]);
    copy.dispose();
    expect(newTensors(() => num.detached(() => tf.exp(tf.scalar(1))))).toBe(1);
  });
});
