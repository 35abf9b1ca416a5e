// What is left of numbers along axes, against plain loops in double precision.
import * as tf from '@tensorflow/tfjs-core';
import { type KernelCase, type Kind, input } from './inputs.js';

type Reduce = (numbers: readonly number[]) => number;

const places: readonly (readonly [shape: number[], axes: number[]])[] = [
  [[37], [0]],
  [[1], [0]],
  [[5, 7], [0]],
  [[5, 7], [1]],
  [
    [5, 7],
    [0, 1],
  ],
  [
    [3, 4, 5],
    [0, 2],
  ],
  [[3, 4, 5], [1]],
  [
    [2, 1, 2, 3],
    [0, 2],
  ],
  [[3000], [0]],
  [[3000, 2], [0]],
  [[2, 3000], [1]],
  [
    [300, 2, 10],
    [0, 2],
  ],
  [[0], [0]],
  [[0, 3], [0]],
  [[0, 3], [1]],
  [
    [2, 0, 3],
    [0, 1],
  ],
];

interface Family {
  readonly op: string;
  readonly f: (x: tf.Tensor, axes: number[]) => tf.Tensor;
  readonly reference: Reduce;
  readonly kinds: readonly Kind[];
  readonly roundings?: number;
  readonly absolute?: number;
  readonly isSum?: boolean;
  /** Whether it takes one axis only. */
  readonly isSingle?: boolean;
}

const families: readonly Family[] = [
  {
    op: 'sum',
    isSum: true,
    f: (x, axes) => tf.sum(x, axes),
    reference: sum,
    kinds: ['special', 'positive', 'int32', 'bool'],
  },
  { op: 'sum', isSum: true, f: (x, axes) => tf.sum(x, axes), reference: sum, kinds: ['real'], absolute: 512 },
  {
    op: 'mean',
    isSum: true,
    f: (x, axes) => tf.mean(x, axes),
    reference: (x) => sum(x) / x.length,
    kinds: ['special', 'positive', 'int32'],
  },
  {
    op: 'prod',
    f: (x, axes) => tf.prod(x, axes),
    reference: (x) => x.reduce((a, b) => a * b, 1),
    kinds: ['special'],
    roundings: 64,
  },
  {
    op: 'max',
    f: (x, axes) => tf.max(x, axes),
    reference: (x) => x.reduce((a, b) => Math.max(a, b), -Infinity),
    kinds: ['special', 'real'],
  },
  {
    op: 'min',
    f: (x, axes) => tf.min(x, axes),
    reference: (x) => x.reduce((a, b) => Math.min(a, b), Infinity),
    kinds: ['special', 'real'],
  },
  { op: 'any', f: (x, axes) => tf.any(x, axes), reference: (x) => Number(x.some((a) => a !== 0)), kinds: ['bool'] },
  { op: 'all', f: (x, axes) => tf.all(x, axes), reference: (x) => Number(x.every((a) => a !== 0)), kinds: ['bool'] },
  {
    op: 'argMax',
    f: (x, axes) => tf.argMax(x, axes[0]),
    reference: (x) => placeOf(x, (a, b) => a > b),
    kinds: ['special', 'real', 'int32'],
    isSingle: true,
  },
  {
    op: 'argMin',
    f: (x, axes) => tf.argMin(x, axes[0]),
    reference: (x) => placeOf(x, (a, b) => a < b),
    kinds: ['special', 'real', 'int32'],
    isSingle: true,
  },
  {
    op: 'norm',
    f: (x, axes) => tf.norm(x, 2, axes[0]),
    reference: (x) => Math.hypot(...x),
    kinds: ['real'],
    roundings: 16,
    isSingle: true,
  },
];

/** Scans and the like, whose result has the shape of the input. */
interface Spread extends Omit<Family, 'reference' | 'f' | 'isSingle'> {
  readonly f: (x: tf.Tensor, axis: number) => tf.Tensor;
  readonly reference: (numbers: readonly number[]) => number[];
  readonly isLast?: boolean;
}

const spreads: readonly Spread[] = [
  {
    op: 'cumsum',
    isSum: true,
    f: (x, axis) => tf.cumsum(x, axis),
    reference: (x) => scanned(x, 0, (a, b) => a + b),
    kinds: ['special', 'positive', 'int32'],
  },
  {
    op: 'cumsum',
    isSum: true,
    f: (x, axis) => tf.cumsum(x, axis, true),
    reference: (x) => [0, ...scanned(x, 0, (a, b) => a + b)].slice(0, x.length),
    kinds: ['special', 'positive'],
  },
  {
    op: 'cumsum',
    isSum: true,
    f: (x, axis) => tf.cumsum(x, axis, false, true),
    reference: (x) => scanned(x.toReversed(), 0, (a, b) => a + b).reverse(),
    kinds: ['special', 'positive'],
  },
  {
    op: 'cumprod',
    f: (x, axis) => tf.cumprod(x, axis),
    reference: (x) => scanned(x, 1, (a, b) => a * b),
    kinds: ['special'],
    roundings: 64,
  },
  {
    op: 'softmax',
    f: (x) => tf.softmax(x),
    reference: softmax,
    kinds: ['special', 'real'],
    isLast: true,
    roundings: 128,
  },
  {
    op: 'logSoftmax',
    f: (x) => tf.logSoftmax(x),
    reference: (x) => softmaxOf(x),
    kinds: ['special', 'real'],
    isLast: true,
    roundings: 64,
    absolute: 64,
  },
  { op: 'reverse', f: (x, axis) => tf.reverse(x, axis), reference: (x) => x.toReversed(), kinds: ['special'] },
];

export const reductionCases: readonly KernelCase[] = [
  ...families.flatMap(({ f, reference, kinds, isSingle = false, ...rest }) =>
    kinds.flatMap((kind) =>
      places
        .filter(([shape, axes]) => !isSingle || (axes.length === 1 && !shape.includes(0)))
        .map(([shape, axes]): KernelCase => ({
          ...rest,
          label: `over ${axes} of [${shape}], ${kind}`,
          inputs: [input(shape, kind)],
          f: (x) => f(x, [...axes]),
          reference: (x) => rowsOf(shape, axes).map((row) => reference(row.map((i) => x[i] ?? NaN))),
        })),
    ),
  ),
  ...spreads.flatMap(({ f, reference, kinds, isLast = false, ...rest }) =>
    kinds.flatMap((kind) =>
      places
        .filter(([shape, axes]) => axes.length === 1 && (!isLast || axes[0] === shape.length - 1))
        .map(([shape, axes]): KernelCase => ({
          ...rest,
          label: `along ${axes} of [${shape}], ${kind}`,
          inputs: [input(shape, kind)],
          f: (x) => f(x, axes[0] ?? 0),
          reference: (x) => {
            const result = new Array<number>(tf.util.sizeFromShape(shape)).fill(NaN);
            for (const row of rowsOf(shape, axes)) {
              reference(row.map((i) => x[i] ?? NaN)).forEach((value, k) => (result[row[k] ?? -1] = value));
            }
            return result;
          },
        })),
    ),
  ),
];

/** For each place of the result the places of the numbers that are reduced to it. */
function rowsOf(shape: readonly number[], axes: readonly number[]): number[][] {
  const kept = [...shape.keys()].filter((i) => !axes.includes(i));
  const strides = shape.map((_, i) => tf.util.sizeFromShape(shape.slice(i + 1)));
  const walk = (dims: readonly number[]): number[] =>
    dims.reduce(
      (found, dim) =>
        found.flatMap((at) => Array.from({ length: shape[dim] ?? 0 }, (_, i) => at + i * (strides[dim] ?? 0))),
      [0],
    );
  return walk(kept).map((start) => walk(axes).map((step) => start + step));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function placeOf(numbers: readonly number[], isBetter: (a: number, b: number) => boolean): number {
  const missing = numbers.findIndex((x) => Number.isNaN(x));
  return missing >= 0 ? missing : numbers.reduce((best, x, i) => (isBetter(x, numbers[best] ?? NaN) ? i : best), 0);
}

function scanned(numbers: readonly number[], start: number, f: (a: number, b: number) => number): number[] {
  let total = start;
  return numbers.map((x) => (total = f(total, x)));
}

/** The logarithms of probabilities. */
function softmaxOf(numbers: readonly number[]): number[] {
  const top = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
  const log = Math.log(sum(numbers.map((x) => Math.exp(x - top))));
  return numbers.map((x) => x - top - log);
}

function softmax(numbers: readonly number[]): number[] {
  return softmaxOf(numbers).map(Math.exp);
}
