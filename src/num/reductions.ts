import * as tf from '@tensorflow/tfjs-core';
import { type AxisView, axisRuns, reducedShape, viewAxes } from './axisRuns.js';
import { inputOf, type KernelArguments, replaceKernel } from './kernels.js';
import { type Numbers, type TypedBackend, computeTyped } from './typedKernels.js';

/** Writes what is left of each row of numbers along one axis. */
type Reduce = (result: Numbers, x: Numbers, view: AxisView) => void;

const reductions: Readonly<Record<string, Reduce>> = {
  Sum: (result, x, view) => sums(result, x, view, 1),
  Mean: (result, x, view) => sums(result, x, view, view.length),
  Prod: products,
};

/**
 * Sums, means and products in double precision on the cpu and wasm engines, of no numbers as well.
 *
 * The wasm backend's own (src/cc/kernels/Sum.cc, Mean.cc and Prod.cc; no upstream issue) add in float32, one number after the other, which
 * loses 1 % of a sum of a million, leave in a sum of nothing what was in memory before, and turn the tensor first unless the axis is
 * the last. The cpu backend's own divide before they add, for a mean, and make 0 of the mean of nothing.
 */
export function repairReductions(backendName: TypedBackend): void {
  for (const [name, reduce] of Object.entries(reductions)) {
    replaceKernel(name, backendName, () => (args) => {
      const x = inputOf(args, 'x');
      const { axis, keepDims } = args.attrs as unknown as { axis: number | number[]; keepDims: boolean };
      const axes = tf.util.parseAxisParam(axis, x.shape);
      const dtype = name === 'Mean' ? 'float32' : x.dtype === 'bool' ? 'int32' : x.dtype;
      return reduceAxes(args, x, axes, { shape: reducedShape(x.shape, axes, keepDims), dtype }, reduce);
    });
  }
}

function reduceAxes(
  args: KernelArguments,
  x: tf.Tensor,
  axes: readonly number[],
  result: { readonly shape: number[]; readonly dtype: tf.DataType },
  reduce: Reduce,
): tf.TensorInfo {
  const [run, ...others] = axisRuns(x.shape, axes);
  if (others.length === 0) {
    const view = run === undefined ? { outer: x.size, length: 1, inner: 1 } : viewAxes(x.shape, ...run);
    return computeTyped(args, [x], result, (numbers, [values]) => reduce(numbers, values, view));
  }
  // Axes with others between them are brought to the end.
  const kept = [...x.shape.keys()].filter((i) => !axes.includes(i));
  const moved = tf.transpose(x, [...kept, ...axes]);
  const reduced = reduceAxes(
    args,
    moved,
    axes.map((_, i) => kept.length + i),
    result,
    reduce,
  );
  moved.dispose();
  return reduced;
}

/** Sums, divided by `divisor`. */
function sums(result: Numbers, x: Numbers, { outer, length, inner }: AxisView, divisor: number): void {
  if (inner === 1) {
    for (let i = 0; i < outer; i += 1) result[i] = sumOf(x, i * length, (i + 1) * length) / divisor;
    return;
  }
  const totals = new Float64Array(inner);
  let from = 0;
  for (let i = 0; i < outer; i += 1) {
    totals.fill(0);
    for (let j = 0; j < length; j += 1, from += inner) {
      for (let k = 0; k < inner; k += 1) totals[k] = (totals[k] as number) + (x[from + k] as number);
    }
    for (let k = 0; k < inner; k += 1) result[i * inner + k] = (totals[k] as number) / divisor;
  }
}

function sumOf(x: Numbers, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += x[i] as number;
  return sum;
}

function products(result: Numbers, x: Numbers, { outer, length, inner }: AxisView): void {
  for (let i = 0; i < outer; i += 1) {
    for (let k = 0; k < inner; k += 1) {
      let product = 1;
      for (let j = 0; j < length; j += 1) product *= x[(i * length + j) * inner + k] as number;
      result[i * inner + k] = product;
    }
  }
}
