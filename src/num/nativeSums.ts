import * as tf from '@tensorflow/tfjs-core';
import { axisRuns, reducedShape, viewAxes } from './axisRuns.js';
import { inputOf, replaceKernel } from './kernels.js';

/** How many numbers one after the other may be added in float32; along the last axis TensorFlow adds pairwise up to a point. */
const LONGEST = 256;
const LONGEST_LAST = 16_384;

/**
 * Sum and Mean on the native engine along long axes. TensorFlow adds one number after the other in float32 along all axes but the last,
 * which loses 1 % of a million (tensorflow/tensorflow#6039).
 */
export function repairNativeSums(): void {
  for (const name of ['Sum', 'Mean']) {
    replaceKernel(name, 'tensorflow', (original) => (args) => {
      const x = inputOf(args, 'x');
      const { axis, keepDims } = args.attrs as unknown as { axis: number | number[]; keepDims: boolean };
      const axes = tf.util.parseAxisParam(axis, x.shape);
      const runs = axisRuns(x.shape, axes);
      if (x.dtype !== 'float32' || !runs.some((run) => isLong(x, run))) return original(args);
      return tf.tidy(() => {
        const total = runs.reduceRight((rest, run) => sumRun(rest, run), x);
        const sum = tf.reshape(total, reducedShape(x.shape, axes, keepDims));
        return name === 'Sum' ? sum : tf.div(sum, x.size / sum.size);
      });
    });
  }
}

function isLong(x: tf.Tensor, run: readonly [number, number]): boolean {
  const { length, inner } = viewAxes(x.shape, ...run);
  return length > longest(inner);
}

function longest(inner: number): number {
  return inner === 1 ? LONGEST_LAST : LONGEST;
}

/** The sum over the axes of one run, which stay with size 1. */
function sumRun(x: tf.Tensor, run: readonly [first: number, last: number]): tf.Tensor {
  const { outer, length, inner } = viewAxes(x.shape, ...run);
  const shape = x.shape.map((size, i) => (i >= run[0] && i <= run[1] ? 1 : size));
  return tf.reshape(sumMiddle(tf.reshape(x, [outer, length, inner])), shape);
}

/** The sum over the second of three axes, in pieces: as wide a tree as LONGEST allows. */
function sumMiddle(x: tf.Tensor): tf.Tensor {
  const [outer, length, inner] = x.shape as [number, number, number];
  if (length <= longest(inner)) return tf.sum(x, 1);
  const pieces = Math.floor(length / LONGEST);
  const whole = pieces * LONGEST;
  const cut = tf.reshape(whole === length ? x : tf.slice(x, [0, 0, 0], [outer, whole, inner]), [
    outer,
    pieces,
    LONGEST,
    inner,
  ]);
  const sum = sumMiddle(tf.sum(cut, 2));
  return whole === length ? sum : tf.add(sum, tf.sum(tf.slice(x, [0, whole, 0], [outer, length - whole, inner]), 1));
}
