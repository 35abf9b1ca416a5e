import * as tf from '@tensorflow/tfjs-core';
import { callKernel, inputOf, type KernelFunc, replaceKernel } from './kernels.js';
import { longProduct } from './longProduct.js';
import { type Shape, broadcastShapes, sameShape, sizeOf } from './shape.js';

interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/**
 * Makes BatchMatMul right for all batch shapes that broadcast.
 *
 * The cpu and wasm kernels take a batch index modulo the operand's batch size, which is wrong, and silent, unless the
 * operand's batch shape is a suffix of the result's. Other operands are repeated here first. Without elements the wasm kernel divides
 * by 0, or leaves in the sums over nothing what was in memory before.
 *
 * @param transposeFirst whether to transpose operands beforehand; the wasm kernel is 4 to 10 times slower at doing it itself
 */
export function repairMatMul(backendName: string, transposeFirst: boolean): void {
  replaceKernel('BatchMatMul', backendName, (original) => longProduct(product(original, transposeFirst)));
}

function product(original: KernelFunc, transposeFirst: boolean): KernelFunc {
  return (args) => {
    const [a, b] = [inputOf(args, 'a'), inputOf(args, 'b')];
    const { transposeA, transposeB } = args.attrs as unknown as MatMulAttributes;
    const batch = broadcastShapes('matMul', { a: batchOf(a), b: batchOf(b) });
    if (a.size === 0 || b.size === 0) {
      return tf.zeros([...batch, rowsOf(a, transposeA), rowsOf(b, !transposeB)], a.dtype);
    }
    const swaps = transposeFirst && (transposeA || transposeB);
    if (!swaps && fits(a, batch) && fits(b, batch)) return original(args);
    return tf.tidy(() => {
      const [left, right] = [swaps && transposeA ? swapLast(a) : a, swaps && transposeB ? swapLast(b) : b];
      const plain = swaps ? { ...args, attrs: { ...args.attrs, transposeA: false, transposeB: false } } : args;
      return callKernel(original, plain, { a: repeat(left, batch), b: repeat(right, batch) });
    });
  };
}

/** How many rows a matrix has, or its transpose. */
function rowsOf({ shape }: tf.Tensor, isTransposed: boolean): number {
  return shape[shape.length - (isTransposed ? 1 : 2)] ?? 0;
}

function batchOf(x: tf.Tensor): number[] {
  return x.shape.slice(0, -2);
}

/** Whether the operand's batch shape, leading ones aside, is the right end of `batch`. */
function fits(x: tf.Tensor, batch: Shape): boolean {
  const own = batchOf(x);
  const start = own.findIndex((size) => size !== 1);
  const core = start < 0 ? [] : own.slice(start);
  return sameShape(core, batch.slice(batch.length - core.length));
}

function repeat(x: tf.Tensor, batch: Shape): tf.Tensor {
  if (fits(x, batch) || sizeOf(batchOf(x)) === sizeOf(batch)) return x;
  return tf.broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
}

function swapLast(x: tf.Tensor): tf.Tensor {
  const batchDims = x.shape.slice(0, -2).map((_, i) => i);
  return tf.transpose(x, [...batchDims, x.rank - 1, x.rank - 2]);
}
