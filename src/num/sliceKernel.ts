import * as tf from '@tensorflow/tfjs-core';
import { inputOf, replaceKernel } from './kernels.js';
import { type Shape, sizeOf } from './shape.js';
import { type Numbers, computeTyped } from './typedKernels.js';

/** Below this many numbers a loop is faster than a copy of views. */
const SHORT = 16;

/** The backend's own kernel on wasm (Slice.ts) copies the whole tensor out of its memory first, however little is taken of it. */
export function hastenSlice(): void {
  replaceKernel('Slice', 'wasm', (original) => (args) => {
    const x = inputOf(args, 'x');
    if (x.dtype === 'string' || x.dtype === 'complex64') return original(args);
    const { begin, size } = args.attrs as unknown as { begin: number[]; size: number[] };
    const [first, shape] = tf.slice_util.parseSliceParams(x, begin, size) as [number[], number[]];
    return computeTyped(args, [x], { shape, dtype: x.dtype }, (result, [values]) => {
      if (result.length > 0) copySlice(result, values, x.shape, first, shape);
    });
  });
}

/** Copies run by run: all axes behind the last one that is cut belong to a run. */
function copySlice(result: Numbers, x: Numbers, shape: Shape, begin: Shape, size: Shape): void {
  const cut = Math.max(
    0,
    shape.findLastIndex((length, i) => length !== size[i]),
  );
  const run = sizeOf(size.slice(cut));
  const strides = shape.map((_, i) => sizeOf(shape.slice(i + 1)));
  for (let to = 0, row = 0; to < result.length; to += run, row += 1) {
    let [from, rest] = [(begin[cut] ?? 0) * (strides[cut] ?? 1), row];
    for (let axis = cut - 1; axis >= 0; axis -= 1) {
      const length = size[axis] as number;
      from += ((begin[axis] as number) + (rest % length)) * (strides[axis] as number);
      rest = Math.floor(rest / length);
    }
    if (run >= SHORT) result.set(x.subarray(from, from + run), to);
    else for (let i = 0; i < run; i += 1) result[to + i] = x[from + i] as number;
  }
}
