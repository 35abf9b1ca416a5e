// Ranks at which the engines' own kernels give garbage (wasm) or give up (native), against broadcasting by hand.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { checkRank, engineInfo } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { expectClose } from '../support/expectClose.js';
import { newTensors } from '../support/newTensors.js';

const left = [2, 1, 2, 1, 3, 1, 2, 1];
const right = [1, 3, 1, 2, 1, 2, 1, 2];

const operations: readonly (readonly [
  string,
  (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  (a: number, b: number) => number,
])[] = [
  ['add', tf.add, (a, b) => a + b],
  ['sub', tf.sub, (a, b) => a - b],
  ['mul', tf.mul, (a, b) => a * b],
  ['div', tf.div, (a, b) => a / b],
  ['maximum', tf.maximum, Math.max],
  ['minimum', tf.minimum, Math.min],
  ['squaredDifference', tf.squaredDifference, (a, b) => (a - b) ** 2],
  ['pow', tf.pow, (a, b) => a ** b],
  ['greater', tf.greater, (a, b) => Number(a > b)],
  ['lessEqual', tf.lessEqual, (a, b) => Number(a <= b)],
];

describeEngines('high ranks', () => {
  it.each(operations)('%s: broadcasts at every rank from 5 to 8', (_name, f, reference) => {
    for (const rank of [5, 6, 7, 8]) {
      tf.tidy(() => {
        const [a, b] = [count(left.slice(0, rank)), count(right.slice(0, rank))];
        // One rounding of the result, and one each of a and b in squaredDifference; pow is allowed four in all.
        expectClose(f(a, b), byHand(a, b, reference), { roundings: 4 });
      });
    }
  });

  it('takes a scalar, a vector and an equal shape with rank 8', () => {
    tf.tidy(() => {
      const [x, vector] = [count(left), tf.tensor1d([2, 3])];
      expectClose(
        tf.mul(x, 2),
        byHand(x, tf.scalar(2), (a, b) => a * b),
      );
      expectClose(
        tf.sub(1, x),
        byHand(tf.scalar(1), x, (a, b) => a - b),
      );
      expectClose(
        tf.mul(x, vector),
        byHand(x, vector, (a, b) => a * b),
      );
      expectClose(tf.div(x, x), tf.ones(left));
    });
  });

  it('differentiates at rank 8', () => {
    tf.tidy(() => {
      const [a, b] = [count(left), count(right)];
      const [byA] = tf.grads((x, y) => tf.sum(tf.mul(x, y)))([a, b]);
      expectClose(byA ?? NaN, tf.fill(left, sum(b)), { relative: 24 * 2 ** -24 });
    });
  });

  it('pads dims at the ends of rank 8, and takes back what slice took', () => {
    tf.tidy(() => {
      const x = count(left);
      const padding = left.map((_, i): [number, number] => (i === 2 ? [1, 0] : i === 7 ? [0, 2] : [0, 0]));
      const padded = tf.pad(x, padding, 7);
      expect(padded.shape).toEqual([2, 1, 3, 1, 3, 1, 2, 3]);
      expectClose(tf.slice(padded, [0, 0, 1, 0, 0, 0, 0, 0], left), x);
      expectClose(tf.sum(padded), [sum(x) + 7 * (padded.size - x.size)], { relative: 108 * 2 ** -24 });
    });
  });

  it('leaves no tensors behind but the result', () => {
    const [a, b] = [count(left), count(right)];
    expect(newTensors(() => tf.add(a, b))).toBe(1);
    expect(newTensors(() => tf.greater(a, 3))).toBe(1);
  });

  it('checkRank: accepts the largest rank and rejects the next', () => {
    const { maxRank, engine } = engineInfo();
    expect(() => checkRank('sample("x")', maxRank)).not.toThrow();
    expect(errorOf(() => checkRank('sample("x")', maxRank + 1))).toMatchObject({
      code: 'ShapeError',
      where: 'sample("x")',
      expected: expect.stringMatching(`${maxRank}.*${engine}`) as string,
      got: String(maxRank + 1),
    });
  });
});

function count(shape: number[]): tf.Tensor {
  return tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => 0.5 + ((i * 7) % 24) / 8),
    shape,
  );
}

function sum(x: tf.Tensor): number {
  return Array.from(x.dataSync()).reduce((total, value) => total + value, 0);
}

/** `f` of all pairs that broadcasting brings together, index by index. */
function byHand(a: tf.Tensor, b: tf.Tensor, f: (a: number, b: number) => number): number[] {
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const [entriesA, entriesB] = [a.dataSync(), b.dataSync()];
  return Array.from({ length: tf.util.sizeFromShape(shape) }, (_, flat) => {
    const at = (x: tf.Tensor): number => offset(flat, shape, x.shape);
    return f(entriesA[at(a)] ?? NaN, entriesB[at(b)] ?? NaN);
  });
}

/** Where the element `flat` of `shape` comes from in a tensor of `own` shape. */
function offset(flat: number, shape: number[], own: number[]): number {
  let [rest, stride, position] = [flat, 1, 0];
  for (let dim = 1; dim <= shape.length; dim += 1) {
    const [size, ownSize] = [shape.at(-dim) ?? 1, own.at(-dim) ?? 1];
    if (ownSize !== 1) position += (rest % size) * stride;
    rest = Math.floor(rest / size);
    stride *= ownSize;
  }
  return position;
}
