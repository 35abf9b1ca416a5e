// Kernels that are wrong or missing in one engine and mended there.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

const batches: readonly (readonly [number[], number[]])[] = [
  [[], []],
  [[2], [2]],
  [[2], []],
  [[], [2]],
  [
    [2, 1],
    [1, 3],
  ],
  [[2, 1], [3]],
  [
    [2, 3],
    [2, 1],
  ],
  [
    [1, 3],
    [2, 3],
  ],
  [
    [3, 1, 2],
    [1, 2, 1],
  ],
];
const transposes = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

describeEngines('kernels', () => {
  it.each(batches)('matMul: multiplies batches of shapes [%s] and [%s]', (batchA, batchB) => {
    for (const [transposeA, transposeB] of transposes) {
      tf.tidy(() => {
        const a = count([...batchA, ...(transposeA ? [4, 3] : [3, 4])]);
        const b = count([...batchB, ...(transposeB ? [2, 4] : [4, 2])]);
        // Products and sums of small integers are exact.
        expectClose(tf.matMul(a, b, transposeA, transposeB), productOf(a, b, transposeA, transposeB));
      });
    }
  });

  it('takes tensors without elements, and gives such that can be cut further', () => {
    const empty = tf.zeros([0, 2, 3]);
    const joined = tf.concat([empty, empty], 1);
    expect(tf.slice(joined, [0, 1, 0], [0, 2, 3]).shape).toEqual([0, 2, 3]);
    expect(tf.transpose(empty, [2, 0, 1]).shape).toEqual([3, 0, 2]);
    for (const reduce of [tf.max, tf.min, tf.sum, tf.mean, tf.prod]) {
      expect(reduce(empty, 1).shape).toEqual([0, 3]);
      expect(reduce(empty, 1, true).shape).toEqual([0, 1, 3]);
    }
    expect(tf.argMax(empty, 1).dtype).toBe('int32');
    expect(tf.sum(empty).dataSync()).toEqual(new Float32Array([0]));
    expect(tf.gather(empty, tf.tensor1d([1, 1, 0, 1], 'int32'), 1).shape).toEqual([0, 4, 3]);
    for (const axis of [0, 1, 2, -1]) expect(tf.cumsum(empty, axis).shape).toEqual([0, 2, 3]);
  });

  it('matMul: multiplies matrices without elements, and batches of none', () => {
    // What a sum over nothing would find in memory that is used again.
    tf.tidy(() => tf.fill([4, 2], 7));
    expectClose(tf.matMul(tf.zeros([4, 0]), tf.zeros([0, 2])), new Array<number>(8).fill(0));
    const [none, one] = [tf.zeros([0, 3, 4]), count([4, 2])];
    expect(tf.matMul(none, one).shape).toEqual([0, 3, 2]);
    expect(tf.matMul(one, none, true, true).shape).toEqual([0, 2, 3]);
    expect(tf.matMul(tf.zeros([0, 1, 3, 4]), count([1, 5, 4, 2])).shape).toEqual([0, 5, 3, 2]);
  });

  it('matMul: leaves only its result', () => {
    const [a, b] = [count([2, 1, 4, 3]), count([1, 3, 4, 2])];
    expect(newTensors(() => tf.matMul(a, b, true))).toBe(1);
  });

  it('cast: makes true of every number but 0', () => {
    expectClose(tf.cast(tf.tensor1d([0, 0.25, -0.25, 256, 3, -0, NaN]), 'bool'), [0, 1, 1, 1, 1, 0, 1]);
    expectClose(tf.cast(tf.tensor1d([0, 256, -1], 'int32'), 'bool'), [0, 1, 1]);
    expectClose(tf.cast(tf.tensor1d([true, false], 'bool'), 'float32'), [1, 0]);
    expectClose(tf.cast(tf.tensor1d([1.75, -1.75]), 'int32'), [1, -1]);
  });

  it('cumsum and cumprod: count a negative axis from the end', () => {
    const x = count([2, 3, 2]);
    for (const axis of [-1, -2, -3]) {
      expectClose(tf.cumsum(x, axis), tf.cumsum(x, 3 + axis));
      expectClose(tf.cumprod(x, axis), tf.cumprod(x, 3 + axis));
    }
    expectClose(tf.cumsum(tf.tensor2d([[1, 2, 3]]), -1), [1, 3, 6]);
  });

  it('unsortedSegmentSum: sums rows by segment and drops those out of range', () => {
    const rows = tf.tensor2d([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ]);
    const segments = tf.tensor1d([2, 0, 2, -1], 'int32');
    expectClose(tf.unsortedSegmentSum(rows, segments, 3), [3, 4, 0, 0, 6, 8]);
    expect(newTensors(() => tf.unsortedSegmentSum(rows, segments, 3))).toBe(1);
  });
});

function count(shape: number[]): tf.Tensor {
  return tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((i * 5) % 11) - 4),
    shape,
  );
}

/** The matrix product by multiplying and summing over an axis of its own. */
function productOf(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor {
  const left = tf.expandDims(transposeA ? swap(a) : a, -1);
  const right = tf.expandDims(transposeB ? swap(b) : b, -3);
  return tf.sum(tf.mul(left, right), -2);
}

function swap(x: tf.Tensor): tf.Tensor {
  return tf.transpose(x, [...x.shape.slice(0, -2).keys(), x.rank - 1, x.rank - 2]);
}
