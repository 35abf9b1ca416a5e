import * as tf from '@tensorflow/tfjs-core';
import { reducedShape } from './axisRuns.js';
import { inputOf, type KernelArguments, replaceKernel } from './kernels.js';

/** What is left of no numbers. */
const reductions = { All: 1, Any: 0, Max: -Infinity, Min: Infinity };

/** Without elements, the cpu kernel makes a list that other kernels cannot slice. */
export function repairEmptyConcat(backendName: string): void {
  replaceKernel('Concat', backendName, (original) => (args) => {
    const parts = Object.values(args.inputs) as tf.Tensor[];
    const [first] = parts;
    if (first === undefined || parts.some(({ size }) => size > 0)) return original(args);
    const [axis = 0] = tf.util.parseAxisParam(args.attrs?.axis as number, first.shape);
    const length = parts.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
    return emptyLike(
      first,
      first.shape.map((size, i) => (i === axis ? length : size)),
    );
  });
}

/** Without elements, the wasm kernel divides by 0, alone and within reductions of other axes than the last. */
export function repairEmptyTranspose(): void {
  replaceKernel('Transpose', 'wasm', (original) => (args) => {
    const x = inputOf(args, 'x');
    const perm = args.attrs?.perm as number[];
    return x.size > 0
      ? original(args)
      : emptyLike(
          x,
          perm.map((i) => x.shape[i] ?? 0),
        );
  });
}

/**
 * Of no numbers, the cpu kernels make 0 or NaN, and the wasm kernels leave in a single number what was in memory before; those of
 * reductions.ts do it right.
 */
export function repairEmptyReductions(backendName: string): void {
  for (const [name, ofNothing] of Object.entries(reductions)) {
    replaceKernel(name, backendName, (original) => (args) => {
      const x = inputOf(args, 'x');
      if (x.size > 0) return original(args);
      return tf.fill(shapeOfResult(args), ofNothing, x.dtype);
    });
  }
}

/** Without elements, the wasm kernel gives its result a shape of four dims. */
export function repairEmptyGather(backendName: string): void {
  replaceKernel('GatherV2', backendName, (original) => (args) => {
    const [x, indices] = [inputOf(args, 'x'), inputOf(args, 'indices')];
    const [axis = 0] = tf.util.parseAxisParam(args.attrs?.axis as number, x.shape);
    // Indices into nothing are an error there.
    if (x.size > 0 || (x.shape[axis] === 0 && indices.size > 0)) return original(args);
    const batchDims = args.attrs?.batchDims as number;
    return emptyLike(x, tf.backend_util.segment_util.collectGatherOpShapeInfo(x, indices, axis, batchDims).outputShape);
  });
}

function shapeOfResult(args: KernelArguments): number[] {
  const { shape } = inputOf(args, 'x');
  // Max has a name of its own for them.
  const axes = tf.util.parseAxisParam((args.attrs?.axis ?? args.attrs?.reductionIndices) as number[], shape);
  return reducedShape(shape, axes, args.attrs?.keepDims === true);
}

function emptyLike({ dtype }: tf.Tensor, shape: number[]): tf.Tensor {
  return tf.zeros(shape, dtype);
}
