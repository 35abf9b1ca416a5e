import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { logSumExp, valueAndGradients } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

const rows = [
  [0, 1, 2],
  [-3, 100, 100],
  [1e4, -1e4, 0],
];

/** The sum in float64, after taking out the largest term. */
function reference(values: readonly number[]): number {
  const max = Math.max(...values);
  return max + Math.log(values.reduce((sum, x) => sum + Math.exp(x - max), 0));
}

function gradientOf(values: number[]): tf.Tensor {
  return valueAndGradients(({ x }) => tf.sum(logSumExp(x)), { x: tf.tensor1d(values) }).gradients.x;
}

describeEngines('logSumExp', () => {
  it('equals the float64 sum over rows, columns and everything', () => {
    const x = tf.tensor2d(rows);
    const columns = [0, 1, 2].map((i) => rows.map((row) => row[i] ?? NaN));
    // Subtract, exp (2), two additions, log (2), add: eight roundings.
    expectClose(logSumExp(x, 1), rows.map(reference), { roundings: 8 });
    expectClose(logSumExp(x, 0), columns.map(reference), { roundings: 8 });
    expectClose(logSumExp(x), [reference(rows.flat())], { roundings: 12 });
  });

  it('shape: drops the axes, or keeps them as ones', () => {
    const x = tf.zeros([2, 3, 4]);
    expect(logSumExp(x, -1).shape).toEqual([2, 3]);
    expect(logSumExp(x, [0, 2]).shape).toEqual([3]);
    expect(logSumExp(x, [0, 2], true).shape).toEqual([1, 3, 1]);
    expect(logSumExp(x, undefined, true).shape).toEqual([1, 1, 1]);
    expect(logSumExp(tf.scalar(3)).shape).toEqual([]);
    expectClose(logSumExp(tf.scalar(3)), [3]);
  });

  it('gradient: is the softmax', () => {
    const x = [0.5, -1, 2];
    const total = x.reduce((sum, value) => sum + Math.exp(value), 0);
    // Two exponentials of two roundings each, the sum and the division.
    expectClose(
      gradientOf(x),
      x.map((value) => Math.exp(value) / total),
      { roundings: 8 },
    );
  });

  it('gradient: meets the gradient of what comes after it, for each row by itself', () => {
    const { gradients } = valueAndGradients(({ x }) => tf.sum(tf.mul(logSumExp(x, 1), [2, -3])), {
      x: tf.zeros([2, 4]),
    });
    expectClose(gradients.x, [0.5, 0.5, 0.5, 0.5, -0.75, -0.75, -0.75, -0.75]);
  });

  it('is -Infinity with a gradient of 0 where all entries are', () => {
    expectClose(
      logSumExp(
        tf.tensor2d([
          [-Infinity, -Infinity],
          [-Infinity, 0],
        ]),
        1,
      ),
      [-Infinity, 0],
    );
    expectClose(gradientOf([-Infinity, -Infinity]), [0, 0]);
  });

  it('gives entries of -Infinity among others no share', () => {
    expectClose(gradientOf([-Infinity, 0, 0]), [0, 0.5, 0.5]);
  });

  it('is +Infinity where an entry is, and such entries share the gradient', () => {
    expectClose(logSumExp(tf.tensor1d([Infinity, 0, -Infinity])), [Infinity]);
    expectClose(gradientOf([Infinity, 0, Infinity]), [0.5, 0, 0.5]);
  });

  it('is NaN where an entry is', () => {
    expectClose(
      logSumExp(
        tf.tensor2d([
          [NaN, 0],
          [1, 1],
        ]),
        1,
      ),
      [NaN, 1 + Math.LN2],
      { roundings: 8 },
    );
  });

  it('leaves no tensors behind', () => {
    const x = tf.tensor2d(rows);
    expect(newTensors(() => logSumExp(x, 0))).toBe(1);
    expect(newTensors(() => valueAndGradients(() => tf.sum(logSumExp(x, 0)), { x }))).toBe(2);
  });
});
