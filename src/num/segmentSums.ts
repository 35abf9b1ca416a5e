import * as tf from '@tensorflow/tfjs-core';
import { callKernel, inputOf, type KernelArguments, type KernelFunc, replaceKernel } from './kernels.js';
import { sizeOf } from './shape.js';
import { type Numbers, computeTyped } from './typedKernels.js';

/** How many numbers one after the other may be added in float32. */
const LONGEST = 256;

/** Adds the kernel that the gradient of tf.gather needs and wasm lacks (tensorflow/tfjs#8082). */
export function addSegmentSum(): void {
  if ((tf.getKernel('UnsortedSegmentSum', 'wasm') as tf.KernelConfig | undefined) !== undefined) return;
  tf.registerKernel({ kernelName: 'UnsortedSegmentSum', backendName: 'wasm', kernelFunc: segmentSum });
}

/** The cpu kernel multiplies all rows with 0 and 1 for each segment, so that an infinity anywhere makes NaN of every sum. */
export function repairSegmentSum(): void {
  replaceKernel('UnsortedSegmentSum', 'cpu', () => segmentSum);
}

/** In double precision; rows whose segment is out of range are dropped. */
const segmentSum: KernelFunc = (args) => {
  const [x, segmentIds] = [inputOf(args, 'x'), inputOf(args, 'segmentIds')];
  const { numSegments } = args.attrs as unknown as { numSegments: number };
  const rowShape = x.shape.slice(segmentIds.rank);
  const result = { shape: [numSegments, ...rowShape], dtype: x.dtype };
  return computeTyped(args, [x, segmentIds], result, (sums, [rows, ids]) => {
    sums.set(sumSegments(rows, ids, numSegments, sizeOf(rowShape)));
  });
};

function sumSegments(rows: Numbers, segmentIds: Numbers, numSegments: number, width: number): Float64Array {
  const sums = new Float64Array(numSegments * width);
  for (const [row, segment] of segmentIds.entries()) {
    if (segment < 0 || segment >= numSegments) continue;
    for (let i = 0; i < width; i += 1) {
      sums[segment * width + i] = (sums[segment * width + i] as number) + (rows[row * width + i] as number);
    }
  }
  return sums;
}

/**
 * UnsortedSegmentSum on the native engine, which adds in float32 as well: as many pieces of rows, each with segments of its own, as make no
 * more numbers than there are.
 */
export function repairNativeSegmentSum(): void {
  replaceKernel('UnsortedSegmentSum', 'tensorflow', (original) => (args) => {
    const [x, ids] = [inputOf(args, 'x'), inputOf(args, 'segmentIds')];
    const { numSegments } = args.attrs as unknown as { numSegments: number };
    const pieces = Math.min(Math.ceil(ids.size / LONGEST), Math.floor(ids.size / Math.max(1, numSegments)));
    if (x.dtype !== 'float32' || pieces < 2) return original(args);
    return tf.tidy(() => sumPieces(original, args, Math.ceil(ids.size / pieces)));
  });
}

function sumPieces(original: KernelFunc, args: KernelArguments, length: number): tf.Tensor {
  const [x, ids] = [inputOf(args, 'x'), inputOf(args, 'segmentIds')];
  const { numSegments } = args.attrs as unknown as { numSegments: number };
  const pieces = Math.ceil(ids.size / length);
  const flat = tf.reshape(ids, [ids.size]);
  const piece = tf.floorDiv(tf.range(0, ids.size, 1, 'int32'), tf.scalar(length, 'int32'));
  const isKnown = tf.logicalAnd(tf.greaterEqual(flat, 0), tf.less(flat, numSegments));
  const segmentIds = tf.where(
    isKnown,
    tf.add(flat, tf.mul(piece, tf.scalar(numSegments, 'int32'))),
    tf.scalar(-1, 'int32'),
  );
  const sums = callKernel(
    original,
    { ...args, attrs: { ...args.attrs, numSegments: pieces * numSegments } },
    { x, segmentIds: tf.reshape(segmentIds, ids.shape) },
  );
  return tf.sum(tf.reshape(sums, [pieces, numSegments, ...x.shape.slice(ids.rank)]), 0);
}
