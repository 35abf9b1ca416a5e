import * as tf from '@tensorflow/tfjs-core';
import { type AxisView, viewAxes } from './axisRuns.js';
import { inputOf, replaceKernel } from './kernels.js';
import { type Numbers, type TypedBackend, computeTyped } from './typedKernels.js';

interface ScanAttributes {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** How many numbers one after the other may be added in float32. */
const LONGEST = 256;

/**
 * Cumsum and Cumprod in double precision on the cpu and wasm engines.
 *
 * The backends' own add in float32, take a negative axis as it is, and on wasm divide by 0 where there are no elements
 * (tfjs-backend-cpu's Cumsum.ts, tfjs-backend-wasm's Cumsum.cc; no upstream issue).
 */
export function repairScans(backendName: TypedBackend): void {
  for (const name of ['Cumsum', 'Cumprod'] as const) {
    replaceKernel(name, backendName, () => (args) => {
      const x = inputOf(args, 'x');
      const { axis, exclusive, reverse } = args.attrs as unknown as ScanAttributes;
      const at = axis < 0 ? axis + x.rank : axis;
      const view = viewAxes(x.shape, at, at);
      return computeTyped(args, [x], x, (result, [values]) => scan(name, result, values, view, exclusive, reverse));
    });
  }
}

function scan(
  name: string,
  result: Numbers,
  x: Numbers,
  { outer, length, inner }: AxisView,
  exclusive: boolean,
  reverse: boolean,
): void {
  const isSum = name === 'Cumsum';
  const totals = new Float64Array(inner);
  for (let i = 0; i < outer; i += 1) {
    totals.fill(isSum ? 0 : 1);
    for (let step = 0; step < length; step += 1) {
      const from = (i * length + (reverse ? length - 1 - step : step)) * inner;
      for (let k = 0; k < inner; k += 1) {
        const [before, value] = [totals[k] as number, x[from + k] as number];
        const after = isSum ? before + value : before * value;
        totals[k] = after;
        result[from + k] = exclusive ? before : after;
      }
    }
  }
}

/**
 * Cumsum on the native engine, where it adds in float32 as well, along a long axis in pieces: within each of them, then the sums of
 * all before it.
 */
export function repairNativeScan(): void {
  replaceKernel('Cumsum', 'tensorflow', (original) => (args) => {
    const x = inputOf(args, 'x');
    const attributes = args.attrs as unknown as ScanAttributes;
    const axis = attributes.axis < 0 ? attributes.axis + x.rank : attributes.axis;
    if ((x.shape[axis] ?? 0) <= LONGEST) return original(args);
    return tf.tidy(() => scanPieces(x, { ...attributes, axis }));
  });
}

function scanPieces(x: tf.Tensor, { axis, exclusive, reverse }: ScanAttributes): tf.Tensor {
  const { outer, length, inner } = viewAxes(x.shape, axis, axis);
  const pieces = Math.ceil(length / LONGEST);
  const rest = pieces * LONGEST - length;
  const padded = tf.pad(tf.reshape(x, [outer, length, inner]), [
    [0, 0],
    [0, rest],
    [0, 0],
  ]);
  const cut = tf.reshape(padded, [outer, pieces, LONGEST, inner]);
  const others = tf.cumsum(tf.sum(cut, 2, true), 1, true, reverse);
  const within = tf.add(tf.cumsum(cut, 2, exclusive, reverse), others);
  return tf.reshape(tf.slice(tf.reshape(within, padded.shape), [0, 0, 0], [outer, length, inner]), x.shape);
}
