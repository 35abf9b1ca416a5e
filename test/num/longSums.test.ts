// Sums over so many numbers that float32, adding one after the other, would be off by up to 1 %.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { logSumExp } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

const count = 1_000_000;
const tenth = Math.fround(0.1);

describeEngines('long sums', (engine) => {
  // Native adds in float32, in pieces of 256: half of 256 roundings at worst.
  const exact = { relative: 2 ** -24 };
  const close = engine === 'native' ? { relative: 128 * 2 ** -24 } : exact;

  it.each([
    [[count], 0],
    [[count / 4, 4], 0],
    [[4, count / 4], 1],
    [[3, count / 4 + 7, 2], 1],
    [
      [500, 3, 500],
      [0, 2],
    ],
  ] as [number[], number | number[]][])('sum and mean of [%s] over %s', (shape, axes) => {
    tf.tidy(() => {
      const x = tf.fill(shape, 0.1);
      const sum = tf.sum(x, axes);
      const terms = x.size / sum.size;
      expectClose(sum, new Array<number>(sum.size).fill(terms * tenth), close);
      expectClose(tf.mean(x, axes), new Array<number>(sum.size).fill(tenth), close);
      const [gradient] = tf.grads((y: tf.Tensor) => tf.sum(tf.add(x, y)))([tf.zeros([1])]);
      expectClose(gradient ?? NaN, [x.size], close);
    });
  });

  it('cumsum, both ways', () => {
    tf.tidy(() => {
      const ends = (x: tf.Tensor): tf.Tensor => tf.gather(x, tf.tensor1d([0, 9_999, count / 10 - 1], 'int32'));
      const x = tf.fill([count / 10], 0.1);
      const sums = [1, 10_000, count / 10].map((terms) => terms * tenth);
      expectClose(ends(tf.cumsum(x)), sums, close);
      const rest = [count / 10 - 1, count / 10 - 10_000, 0].map((terms) => terms * tenth);
      expectClose(ends(tf.cumsum(x, 0, true, true)), rest, close);
      expectClose(
        tf.slice(tf.cumsum(tf.reshape(x, [-1, 2]), 0), [count / 20 - 1, 0]),
        Array(2).fill((count / 20) * tenth),
        close,
      );
    });
  });

  it.each([
    [1, 1],
    [1, 3],
    [3, 1],
    [2, 3],
  ])('matMul of [%i, n] and [n, %i], transposed or not', (rows, columns) => {
    const terms = count / 10;
    for (const isTransposed of [false, true]) {
      tf.tidy(() => {
        const a = tf.fill(isTransposed ? [terms, rows] : [rows, terms], 0.1);
        const b = tf.ones(isTransposed ? [columns, terms] : [terms, columns]);
        const product = tf.matMul(a, b, isTransposed, isTransposed);
        expect(product.shape).toEqual([rows, columns]);
        expectClose(product, new Array<number>(rows * columns).fill(terms * tenth), { relative: 128 * 2 ** -24 });
      });
    }
  });

  it('unsortedSegmentSum, and so the gradient of gather', () => {
    tf.tidy(() => {
      const ids = tf.zeros<tf.Rank.R1>([count / 10], 'int32');
      expectClose(tf.unsortedSegmentSum(tf.fill([count / 10], 0.1), ids, 2), [(count / 10) * tenth, 0], close);
      const gathered = (x: tf.Tensor): tf.Tensor => tf.mul(tf.sum(tf.gather(x, ids)), 0.1);
      expectClose(tf.grad(gathered)(tf.zeros([2])), [(count / 10) * tenth, 0], close);
    });
  });

  it('logSumExp', () => {
    expectClose(logSumExp(tf.fill([count], -3)), [Math.log(count) - 3], { relative: 4 * 2 ** -24 });
  });
});
