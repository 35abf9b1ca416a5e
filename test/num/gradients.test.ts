// Gradients that TensorFlow.js 4.22 lacks or gets wrong, against central differences, on every engine.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { valueAndGradients } from '../../src/num/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

interface Case {
  readonly name: string;
  readonly shape: number[];
  readonly f: (x: tf.Tensor) => tf.Tensor;
}

const other = (shape: number[]): tf.Tensor => tf.tensor(numbers(shape, 0.5), shape);

const axes: Case[] = [0, 1, 2, -1, -2].flatMap((axis) => [
  { name: `cumsum over ${axis}`, shape: [2, 3, 4], f: (x) => tf.cumsum(x, axis) },
  { name: `cumsum over ${axis}, exclusive and reversed`, shape: [2, 3, 4], f: (x) => tf.cumsum(x, axis, true, true) },
  { name: `prod over ${axis}`, shape: [2, 3, 4], f: (x) => tf.prod(x, axis) },
]);

const broadcast: Case[] = [[], [4], [3, 1], [2, 1, 1]].flatMap((shape) =>
  [tf.maximum, tf.minimum, tf.squaredDifference].flatMap((f) => [
    { name: `${f.name} of [${shape}] and [2,3,4]`, shape, f: (x: tf.Tensor) => f(x, other([2, 3, 4])) },
    { name: `${f.name} of [2,3,4] and [${shape}]`, shape, f: (x: tf.Tensor) => f(other([2, 3, 4]), x) },
  ]),
);

const batches: [number[], number[]][] = [
  [
    [2, 3, 4],
    [4, 2],
  ],
  [
    [3, 4],
    [2, 4, 2],
  ],
  [
    [2, 1, 3, 4],
    [1, 3, 4, 2],
  ],
  [
    [2, 3, 2, 4],
    [2, 1, 4, 2],
  ],
];
const products: Case[] = batches.flatMap(([a, b]) => [
  { name: `matMul of [${a}] and [${b}], by the left`, shape: a, f: (x) => tf.matMul(x, other(b)) },
  { name: `matMul of [${a}] and [${b}], by the right`, shape: b, f: (x) => tf.matMul(other(a), x) },
  {
    name: `matMul of [${swap(a)}] and [${swap(b)}], both transposed`,
    shape: swap(a),
    f: (x) => tf.matMul(x, other(swap(b)), true, true),
  },
]);

const others: Case[] = [
  { name: 'tile of rank 5', shape: [2, 1, 2, 2, 1], f: (x) => tf.tile(x, [2, 1, 3, 1, 2]) },
  { name: 'broadcastTo of rank 6', shape: [2, 1, 1, 2, 1, 2], f: (x) => tf.broadcastTo(x, [2, 3, 1, 2, 2, 2]) },
  { name: 'broadcastTo of a scalar', shape: [], f: (x) => tf.broadcastTo(x, [2, 3]) },
  { name: 'gather along the first axis', shape: [3, 4], f: (x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32')) },
  {
    name: 'gather along the last axis',
    shape: [3, 4],
    f: (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [3, 0],
            [3, 1],
          ],
          [2, 2],
          'int32',
        ),
        1,
      ),
  },
  { name: 'where of a comparison', shape: [2, 3], f: (x) => tf.where(tf.greater(x, 0.8), tf.square(x), tf.neg(x)) },
  {
    name: 'where of a conjunction',
    shape: [6],
    f: (x) => tf.where(tf.logicalAnd(tf.less(x, 1), tf.logicalNot(tf.equal(x, 0))), x, tf.mul(x, 3)),
  },
  { name: 'where of any', shape: [2, 3], f: (x) => tf.where(tf.any(tf.greater(x, 0.9), 1, true), tf.square(x), x) },
  { name: 'product with an indicator', shape: [6], f: (x) => tf.mul(x, tf.cast(tf.lessEqual(x, 0.9), 'float32')) },
  { name: 'leakyRelu', shape: [2, 3], f: (x) => tf.leakyRelu(tf.sub(x, 0.8)) },
  {
    name: 'leakyRelu of another slope, of rank 5',
    shape: [1, 2, 1, 3, 1],
    f: (x) => tf.leakyRelu(tf.sub(x, 0.8), 0.6),
  },
  { name: 'split into two', shape: [3, 4], f: (x) => tf.mul(...halves(tf.split(x, 2, 1))) },
  { name: 'split into one', shape: [3, 4], f: (x) => tf.square(first(tf.split(x, [4], 1))) },
  { name: 'unstack of two', shape: [3, 2], f: (x) => tf.mul(...halves(tf.unstack(x, 1))) },
  { name: 'unstack of one', shape: [3, 1], f: (x) => tf.square(first(tf.unstack(x, 1))) },
  { name: 'prod over all', shape: [2, 3], f: (x) => tf.prod(x) },
  { name: 'prod over two axes, kept', shape: [2, 3, 2], f: (x) => tf.prod(x, [0, 2], true) },
  { name: 'divNoNan', shape: [3], f: (x) => tf.divNoNan(x, other([3])) },
  {
    name: 'whole part',
    shape: [4],
    f: (x) => tf.add(tf.square(x), tf.cast(tf.cast(tf.mul(x, 1.5), 'int32'), 'float32')),
  },
];

function first(pieces: readonly tf.Tensor[]): tf.Tensor {
  return pieces[0] ?? tf.scalar(NaN);
}

function halves(pieces: readonly tf.Tensor[]): [tf.Tensor, tf.Tensor] {
  return [first(pieces), first(pieces.slice(1))];
}

describeEngines('gradients', () => {
  it.each([...axes, ...broadcast, ...products, ...others])(
    '$name: gradient equals central differences',
    ({ shape, f }) => {
      tf.tidy(() => {
        const at = numbers(shape, 0);
        const gradient = tf.grad((x: tf.Tensor) => weighted(f(x)))(tf.tensor(at, shape));
        expect(gradient.shape).toEqual(shape);
        // These functions are at most quadratic in one entry, so that only roundings are left: of 48 products of size 3 or less,
        // divided by the step (48 · 3 · 2^-24 · 2^7 = 1.1e-3).
        expectClose(
          gradient,
          differences((x) => weighted(f(x)), at, shape),
          { tolerance: 1.1e-3 },
        );
      });
    },
  );

  it('prod: is right where an entry is 0', () => {
    expectClose(tf.grad((x: tf.Tensor) => tf.prod(x))(tf.tensor1d([2, 0, 3])), [0, 6, 0]);
  });

  it('leakyRelu: its slope is alpha below 0, 1 above, and shows a NaN of what comes after', () => {
    const x = tf.tensor1d([-2, -1e-30, 1e-30, 3]);
    const slope = (alpha?: number): tf.Tensor => tf.grad((y: tf.Tensor) => tf.sum(tf.leakyRelu(y, alpha)))(x);
    expectClose(slope(), [0.2, 0.2, 1, 1], { roundings: 1 });
    expectClose(slope(0.75), [0.75, 0.75, 1, 1]);
    expectClose(slope(0), [0, 0, 1, 1]);
    const after = tf.grad((y: tf.Tensor) => tf.sum(tf.mul(tf.leakyRelu(y), tf.tensor1d([NaN, 1, 1, 1]))));
    expectClose(after(x), [NaN, 0.2, 1, 1], { roundings: 1 });
  });

  // Operations that save their result for the gradient, and some that save what they are given.
  it.each([
    ['exp', (x: tf.Tensor) => tf.exp(x), (x: number) => Math.exp(x)],
    ['tanh', (x: tf.Tensor) => tf.tanh(x), (x: number) => -2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2)],
    [
      'sigmoid',
      (x: tf.Tensor) => tf.sigmoid(x),
      (x: number) => logistic(x) * (1 - logistic(x)) * (1 - 2 * logistic(x)),
    ],
    ['a reciprocal', (x: tf.Tensor) => tf.div(1, x), (x: number) => 2 / x ** 3],
    [
      'a softmax',
      (x: tf.Tensor) => softmaxOfPairs(x),
      (x: number) => logistic(x) * (1 - logistic(x)) * (1 - 2 * logistic(x)),
    ],
    ['softplus', (x: tf.Tensor) => tf.softplus(x), (x: number) => logistic(x) * (1 - logistic(x))],
    ['a square of leakyRelu', (x: tf.Tensor) => tf.square(tf.leakyRelu(x, 0.2)), (x: number) => (x > 0 ? 2 : 0.08)],
  ] as const)('%s: has second derivatives', (_, f, curvature) => {
    const points = [-2, -0.5, 0.25, 1.5];
    const slopes = (x: tf.Tensor): tf.Tensor =>
      valueAndGradients(({ inner }) => tf.sum(f(inner)), { inner: x }).gradients.inner;
    const { gradients } = valueAndGradients(({ x }) => tf.sum(slopes(x)), { x: tf.tensor1d(points) });
    expectClose(gradients.x, points.map(curvature), { roundings: 16 });
  });

  it('comparisons: give zeros to a function that has no other path', () => {
    const step = (x: tf.Tensor): tf.Tensor => tf.sum(tf.cast(tf.greaterEqual(x, tf.tensor1d([1, 2])), 'float32'));
    expectClose(tf.grad(step)(tf.tensor1d([1, 1])), [0, 0]);
  });
});

/** Up to 50 numbers from 0.3 to 1.4, all 0.022 apart; those with a shift of a half lie midway between those without. */
function numbers(shape: number[], shift: number): number[] {
  const size = tf.util.sizeFromShape(shape);
  return Array.from({ length: size }, (_, i) => 0.3 + (1.1 * (((7 * i) % 50) + shift)) / 50);
}

function weighted(y: tf.Tensor): tf.Scalar {
  const weights = Array.from({ length: y.size }, (_, i) => Math.cos(1.7 * i) + 0.3);
  return tf.sum(tf.mul(y, tf.tensor(weights, y.shape)));
}

function differences(f: (x: tf.Tensor) => tf.Tensor, at: number[], shape: number[]): number[] {
  const step = 2 ** -7;
  const value = (i: number, shift: number): number =>
    f(tf.tensor(at.with(i, (at[i] ?? 0) + shift), shape)).dataSync()[0] ?? NaN;
  return at.map((_, i) => (value(i, step) - value(i, -step)) / (2 * step));
}

function swap(shape: number[]): number[] {
  return [...shape.slice(0, -2), ...shape.slice(-2).reverse()];
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** The first of two probabilities whose logits are x and 0. */
function softmaxOfPairs(x: tf.Tensor): tf.Tensor {
  return tf.slice(tf.softmax(tf.stack([x, tf.zerosLike(x)], 1)), [0, 0], [-1, 1]);
}
