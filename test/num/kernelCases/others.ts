// Operations that move numbers about or multiply them, against the cpu engine.
import * as tf from '@tensorflow/tfjs-core';
import { type Input, type KernelCase, type Kind, input } from './inputs.js';

type Operation = (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

interface Closeness {
  readonly roundings?: number;
  readonly absolute?: number;
}

function call(
  op: string,
  inputs: readonly Input[],
  f: (...inputs: never[]) => ReturnType<Operation>,
  closeness: Closeness = {},
): KernelCase {
  const label = `of ${inputs.map(({ shape }) => `[${shape}]`).join(' and ')}`;
  return { op, label, inputs, f: f as Operation, ...closeness };
}

/** One call for each shape. */
function each(
  op: string,
  shapes: readonly number[][],
  f: (x: tf.Tensor) => tf.Tensor | tf.Tensor[],
  kind: Kind = 'special',
): KernelCase[] {
  return shapes.map((shape) => call(op, [input(shape, kind)], f));
}

const products: readonly (readonly [left: number[], right: number[], transposeA: boolean, transposeB: boolean])[] = [
  [[3, 4], [4, 2], false, false],
  [[4, 3], [2, 4], true, true],
  [[0, 4], [4, 2], false, false],
  [[3, 0], [0, 2], false, false],
  [[2, 3, 4], [4, 5], false, false],
  [[2, 1, 3, 4], [3, 4, 2], false, false],
  [[1, 3000], [3000, 1], false, false],
  [[3000, 1], [1, 3000], true, true],
  [[1, 1100], [1100, 3], false, false],
  [[3, 1100], [1, 1100], false, true],
  [[1100, 4], [1100, 3], true, false],
  [[2, 3, 600], [2, 600, 2], false, false],
];

/** Sums of products of numbers up to 30, most of them far smaller. */
const productError = { absolute: 30 * 30 * 64 };
const ids = (...numbers: number[]): tf.Tensor1D => tf.tensor1d(numbers, 'int32');
const image = input([2, 6, 7, 3], 'real');
const pools = [
  [2, 2, 'valid'],
  [2, 2, 'same'],
  [3, 1, 'same'],
  [[2, 3], [1, 2], 'valid'],
  [1, 2, 'valid'],
  [3, 2, 'same'],
] as [number | [number, number], number | [number, number], 'valid' | 'same'][];

export const otherCases: readonly KernelCase[] = [
  ...products.flatMap(([left, right, transposeA, transposeB]) =>
    (['special', 'real'] as const).map((kind) =>
      call(
        'matMul',
        [input(left, kind), input(right, kind)],
        (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, transposeA, transposeB),
        productError,
      ),
    ),
  ),
  call(
    'conv2d',
    [image, input([3, 3, 3, 4], 'real')],
    (x: tf.Tensor4D, f: tf.Tensor4D) => tf.conv2d(x, f, 1, 'same'),
    productError,
  ),
  call(
    'conv2d',
    [image, input([2, 3, 3, 1], 'real')],
    (x: tf.Tensor4D, f: tf.Tensor4D) => tf.conv2d(x, f, 2, 'valid'),
    productError,
  ),
  ...pools.flatMap(([size, strides, pad]) =>
    (['real', 'special'] as const).map((kind) =>
      call('maxPool', [input([2, 6, 7, 3], kind)], (x: tf.Tensor4D) => tf.maxPool(x, size, strides, pad)),
    ),
  ),
  call('avgPool', [image], (x: tf.Tensor4D) => tf.avgPool(x, 2, 2, 'valid'), { absolute: 64 }),
  call(
    'fused.matMul',
    [input([3, 4], 'real'), input([4, 2], 'real'), input([2], 'real')],
    (a: tf.Tensor2D, b: tf.Tensor2D, bias: tf.Tensor) => tf.fused.matMul({ a, b, bias, activation: 'relu' }),
    productError,
  ),
  ...each(
    'transpose',
    [
      [3, 4],
      [0, 2],
    ],
    (x) => tf.transpose(x),
  ),
  ...each(
    'transpose',
    [
      [2, 3, 4],
      [2, 0, 3],
    ],
    (x) => tf.transpose(x, [2, 0, 1]),
  ),
  ...each('transpose', [[2, 1, 3, 2, 1, 2]], (x) => tf.transpose(x, [5, 0, 3, 1, 4, 2])),
  ...each(
    'reshape',
    [
      [3, 4],
      [0, 4],
    ],
    (x) => tf.reshape(x, [4, -1]),
  ),
  ...each(
    'expandDims',
    [
      [3, 4],
      [0, 4],
    ],
    (x) => tf.expandDims(x, 1),
  ),
  ...each(
    'squeeze',
    [
      [3, 1, 4],
      [0, 1, 4],
    ],
    (x) => tf.squeeze(x, [1]),
  ),
  ...each(
    'slice',
    [
      [5, 40, 3],
      [3, 20, 2],
    ],
    (x) => tf.slice(x, [1, 2, 1], [2, 17, 1]),
  ),
  ...each(
    'slice',
    [
      [40, 3],
      [2, 30],
    ],
    (x) => tf.slice(x, [1, 0], [1, -1]),
  ),
  ...each('slice', [[40]], (x) => tf.slice(x, 3, 30), 'int32'),
  ...each('slice', [[4, 5]], (x) => tf.slice(x, [1, 1], [0, 3])),
  ...each('slice', [[2, 3, 2, 1, 3, 1, 2]], (x) => tf.slice(x, [0, 1, 0, 0, 1, 0, 1], [2, 2, 2, 1, 2, 1, 1])),
  ...each(
    'split',
    [
      [4, 6],
      [0, 6],
    ],
    (x) => tf.split(x, [1, 2, 3], 1),
  ),
  ...each(
    'unstack',
    [
      [3, 4],
      [3, 1],
    ],
    (x) => tf.unstack(x, 0),
  ),
  ...each(
    'stack',
    [
      [3, 4],
      [0, 4],
    ],
    (x) => tf.stack([x, tf.neg(x)], 1),
  ),
  ...each(
    'concat',
    [
      [3, 4],
      [0, 4],
    ],
    (x) => tf.concat([x, tf.neg(x), x], 1),
  ),
  ...each('tile', [[3, 4]], (x) => tf.tile(x, [2, 3])),
  ...each('broadcastTo', [[3, 1], [4], []], (x) => tf.broadcastTo(x, [3, 4])),
  ...each(
    'pad',
    [
      [3, 4],
      [0, 4],
    ],
    (x) =>
      tf.pad(
        x,
        [
          [1, 2],
          [0, 3],
        ],
        7,
      ),
  ),
  ...each('gather', [[3, 4]], (x) => tf.gather(x, ids(2, 0, 2))),
  ...each(
    'gather',
    [
      [3, 4],
      [0, 4],
    ],
    (x) =>
      tf.gather(
        x,
        tf.tensor2d(
          [
            [3, 0],
            [1, 1],
          ],
          [2, 2],
          'int32',
        ),
        1,
      ),
  ),
  ...each('unsortedSegmentSum', [[5, 3]], (x) => tf.unsortedSegmentSum(x, ids(1, 0, 1, -1, 0), 2)),
  ...each(
    'unsortedSegmentSum',
    [[3000]],
    (x) => tf.unsortedSegmentSum(x, tf.zeros([3000], 'int32'), 2),
    'positive',
  ).map((found) => ({ ...found, isSum: true })),
  ...each('oneHot', [[5]], () => tf.oneHot(ids(0, 2, 1, 2, 0), 3)),
  ...each('cast', [[16], [0]], (x) => tf.cast(x, 'int32'), 'real'),
  ...each('cast', [[16]], (x) => tf.cast(x, 'bool'), 'int32'),
  ...each('cast', [[16]], (x) => tf.cast(x, 'float32'), 'bool'),
  ...each('clipByValue', [[16]], (x) => tf.clipByValue(x, -3, 5), 'int32'),
  ...each('neg', [[16]], (x) => tf.neg(x), 'int32'),
  ...each('abs', [[16]], (x) => tf.abs(x), 'int32'),
  ...each('where', [[3, 4]], (x) => tf.where(tf.tensor1d([1, 0, 1, 1], 'bool'), x, 2)),
  call('range', [], () => tf.range(2, 11, 3, 'int32')),
  call('linspace', [], () => tf.linspace(-1, 2, 7)),
  call('fill', [], () => tf.fill([3, 2], NaN)),
  call('zeros', [], () => tf.zeros([3, 0, 2], 'bool')),
  call('ones', [], () => tf.ones([3], 'int32')),
  call('eye', [], () => tf.eye(3)),
];
