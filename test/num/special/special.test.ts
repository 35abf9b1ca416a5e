import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as num from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { newTensors } from '../../support/newTensors.js';

describeEngines('special functions', () => {
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
