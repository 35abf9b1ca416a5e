// Operations of each number, or each pair of numbers, against JavaScript's own.
import * as tf from '@tensorflow/tfjs-core';
import { type KernelCase, type Kind, input, specials } from './inputs.js';

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

interface Closeness {
  readonly roundings?: number;
  readonly absolute?: number;
}

// XNNPACK takes another path for what does not fill its registers.
const shapes = [[0], [1], [4], [7], [16], [37], [2, 3, 4], [3, 0, 2], [2, 1, 2, 1, 3, 1, 2, 1]];
const pairs: readonly (readonly [left: number[], right: number[]])[] = [
  [[37], [37]],
  [[], [16]],
  [[16], [1]],
  [
    [3, 4],
    [1, 4],
  ],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [[0], [1]],
  [
    [3, 0],
    [3, 1],
  ],
  [
    [2, 1, 2, 1, 3, 1, 2, 1],
    [1, 3, 1, 2, 1, 2, 1, 2],
  ],
];

function unary(op: string, f: Unary, reference: (x: number) => number, closeness: Closeness = {}): KernelCase[] {
  return shapes.map((shape) => ({
    op,
    label: `of [${shape}]`,
    inputs: [input(shape)],
    f,
    reference: (x) => x.map(reference),
    ...closeness,
  }));
}

function binary(
  op: string,
  f: Binary,
  reference: (a: number, b: number) => number,
  kinds: readonly Kind[] = ['special'],
  closeness: Closeness = {},
): KernelCase[] {
  const random = kinds.flatMap((kind) =>
    pairs.map(([left, right]): KernelCase => ({
      op,
      label: `of [${left}] and [${right}], ${kind}`,
      inputs: [input(left, kind), input(right, kind)],
      f,
      reference: (a, b) => broadcast(left, right, (i, j) => reference(a[i] ?? NaN, b[j] ?? NaN)),
      ...closeness,
    })),
  );
  return kinds.includes('special') ? [...random, everyPair(op, f, reference, closeness)] : random;
}

/** All pairs of special numbers, and of these with 1 and -2.5. */
function everyPair(
  op: string,
  f: Binary,
  reference: (a: number, b: number) => number,
  closeness: Closeness,
): KernelCase {
  const values = [...specials, 1, -1, -2.5];
  const all = values.flatMap((a) => values.map((b) => [a, b] as const));
  return {
    op,
    label: 'of all special pairs',
    inputs: [],
    f: () => f(tf.tensor1d(all.map(([a]) => a)), tf.tensor1d(all.map(([, b]) => b))),
    reference: () => all.map(([a, b]) => reference(a, b)),
    ...closeness,
  };
}

/** `f` of the places in both operands, for each place of the result. */
function broadcast(left: readonly number[], right: readonly number[], f: (i: number, j: number) => number): number[] {
  const shape = tf.broadcast_util.assertAndGetBroadcastShape([...left], [...right]);
  return Array.from({ length: tf.util.sizeFromShape(shape) }, (_, flat) =>
    f(place(flat, shape, left), place(flat, shape, right)),
  );
}

function place(flat: number, shape: readonly number[], own: readonly number[]): number {
  let [rest, stride, at] = [flat, 1, 0];
  for (let dim = 1; dim <= shape.length; dim += 1) {
    const [size, ownSize] = [shape.at(-dim) ?? 1, own[own.length - dim] ?? 1];
    if (ownSize !== 1) at += (rest % size) * stride;
    rest = Math.floor(rest / size);
    stride *= ownSize;
  }
  return at;
}

const slack = { roundings: 8, absolute: 4 };
const numbers: readonly Kind[] = ['special', 'int32'];

export const elementwiseCases: readonly KernelCase[] = [
  ...unary('abs', tf.abs, Math.abs),
  ...unary('atan', tf.atan, Math.atan, slack),
  ...unary('ceil', tf.ceil, Math.ceil),
  ...unary(
    'clipByValue',
    (x) => tf.clipByValue(x, -0.5, 2),
    (x) => Math.min(2, Math.max(-0.5, x)),
  ),
  ...unary(
    'clone',
    (x) => tf.clone(x),
    (x) => x,
  ),
  ...unary('cos', tf.cos, Math.cos, slack),
  ...unary('elu', tf.elu, (x) => (x >= 0 ? x : Math.expm1(x)), slack),
  ...unary('erf', tf.erf, erf, { absolute: 8 }),
  ...unary('exp', tf.exp, Math.exp, { roundings: 64 }),
  ...unary('expm1', tf.expm1, Math.expm1, { roundings: 64 }),
  ...unary('floor', tf.floor, Math.floor),
  ...unary('isNaN', tf.isNaN, (x) => Number(Number.isNaN(x))),
  ...unary('isFinite', tf.isFinite, (x) => Number(Number.isFinite(x))),
  ...unary(
    'leakyRelu',
    (x) => tf.leakyRelu(x, 0.25),
    (x) => (x >= 0 ? x : 0.25 * x),
  ),
  ...unary('log', tf.log, Math.log, slack),
  ...unary('log1p', tf.log1p, Math.log1p, slack),
  ...unary(
    'logicalNot',
    (x) => tf.logicalNot(tf.cast(x, 'bool')),
    (x) => Number(x === 0),
  ),
  ...unary('neg', tf.neg, (x) => -x),
  ...unary('onesLike', tf.onesLike, () => 1),
  ...unary('reciprocal', tf.reciprocal, (x) => 1 / x),
  ...unary('relu', tf.relu, (x) => Math.max(0, x)),
  ...unary('round', tf.round, roundToEven),
  ...unary('sigmoid', tf.sigmoid, (x) => 1 / (1 + Math.exp(-x)), { roundings: 64 }),
  ...unary('sign', tf.sign, Math.sign),
  ...unary('sin', tf.sin, Math.sin, slack),
  ...unary('softplus', tf.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), {
    roundings: 64,
    absolute: 4,
  }),
  ...unary('sqrt', tf.sqrt, Math.sqrt),
  ...unary('square', tf.square, (x) => x * x),
  ...unary(
    'step',
    (x) => tf.step(x, 0.25),
    (x) => (Number.isNaN(x) ? NaN : x > 0 ? 1 : 0.25),
  ),
  ...unary('tan', tf.tan, Math.tan, { roundings: 64, absolute: 8 }),
  ...unary('tanh', tf.tanh, Math.tanh, slack),
  ...unary('zerosLike', tf.zerosLike, () => 0),
  ...unary(
    'cast',
    (x) => tf.cast(x, 'bool'),
    (x) => Number(x !== 0),
  ),
  ...unary(
    'prelu',
    (x) => tf.prelu(x, tf.scalar(0.25)),
    (x) => (x >= 0 ? x : 0.25 * x),
  ),
  ...binary('add', tf.add, (a, b) => a + b, numbers),
  ...binary(
    'addN',
    (a, b) => tf.addN([tf.add(a, b), tf.add(b, a)]),
    (a, b) => 2 * (a + b),
  ),
  ...binary('atan2', tf.atan2, Math.atan2, ['special'], slack),
  ...binary('div', tf.div, (a, b) => a / b),
  ...binary('equal', tf.equal, (a, b) => Number(a === b), numbers),
  ...binary(
    'floorDiv',
    (a, b) => tf.floorDiv(a, tf.add(b, tf.scalar(41, 'int32'))),
    (a, b) => Math.floor(a / (b + 41)),
    ['int32'],
  ),
  ...binary('greater', tf.greater, (a, b) => Number(a > b), numbers),
  ...binary('greaterEqual', tf.greaterEqual, (a, b) => Number(a >= b), numbers),
  ...binary('less', tf.less, (a, b) => Number(a < b), numbers),
  ...binary('lessEqual', tf.lessEqual, (a, b) => Number(a <= b), numbers),
  ...binary('logicalAnd', tf.logicalAnd, (a, b) => a & b, ['bool']),
  ...binary('logicalOr', tf.logicalOr, (a, b) => a | b, ['bool']),
  ...binary('maximum', tf.maximum, Math.max, numbers),
  ...binary('minimum', tf.minimum, Math.min, numbers),
  ...binary('mul', tf.mul, (a, b) => a * b, numbers),
  ...binary('notEqual', tf.notEqual, (a, b) => Number(a !== b), numbers),
  ...binary('pow', (a, b) => tf.pow(a, b), power, ['special'], { roundings: 256 }),
  ...binary('squaredDifference', tf.squaredDifference, (a, b) => (a - b) ** 2),
  ...binary('sub', tf.sub, (a, b) => a - b, numbers),
  // tf.where does not broadcast to an axis of size 0.
  ...binary(
    'where',
    (a, b) => tf.where(tf.greater(a, b), a, b),
    (a, b) => (a > b ? a : b),
  ).filter(({ inputs }) => !inputs.some(({ shape }) => shape.includes(0))),
];

/** As IEEE 754 has it; JavaScript differs where the base is 1 or -1. */
function power(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

function roundToEven(x: number): number {
  const nearest = Math.round(x);
  return Math.abs(x % 1) === 0.5 && nearest % 2 !== 0 ? nearest - 1 : nearest;
}

/** Kummer's series, and 1 where nothing of it is left in float32. */
function erf(x: number): number {
  if (Math.abs(x) > 4 || Number.isNaN(x)) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; n < 100; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
