import * as tf from '@tensorflow/tfjs-core';
import { callKernel, inputOf, type KernelArguments, type KernelFunc, replaceKernel } from './kernels.js';
import { broadcastShapes } from './shape.js';

interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** How many products one after the other may be added in float32. */
const LONGEST = 256;

/**
 * A kernel of BatchMatMul whose sums are pairwise beyond LONGEST products.
 *
 * The backends' own add in float32: wasm all of them one after the other (XNNPACK; 1 % off for a million), cpu by 48
 * (tfjs-backend-cpu's BatchMatMul.ts). No upstream issue.
 */
export function longProduct(kernel: KernelFunc): KernelFunc {
  return (args) => {
    const length = innerLength(args);
    return length <= LONGEST ? kernel(args) : sumOfPieces(kernel, args, 0, length);
  };
}

function sumOfPieces(kernel: KernelFunc, args: KernelArguments, from: number, to: number): tf.Tensor {
  return tf.tidy(() => {
    if (to - from <= LONGEST) return callKernel(kernel, args, pieceOf(args, from, to));
    const middle = from + LONGEST * Math.ceil((to - from) / LONGEST / 2);
    return tf.add(sumOfPieces(kernel, args, from, middle), sumOfPieces(kernel, args, middle, to));
  });
}

function pieceOf(args: KernelArguments, from: number, to: number): Record<'a' | 'b', tf.Tensor> {
  const [a, b] = [inputOf(args, 'a'), inputOf(args, 'b')];
  const [axisA, axisB] = innerAxes(args);
  return { a: sliceAxis(a, axisA, from, to), b: sliceAxis(b, axisB, from, to) };
}

function sliceAxis(x: tf.Tensor, axis: number, from: number, to: number): tf.Tensor {
  const begin = x.shape.map((_, i) => (i === axis ? from : 0));
  return tf.slice(
    x,
    begin,
    x.shape.map((size, i) => (i === axis ? to - from : size)),
  );
}

/**
 * BatchMatMul on the native engine, where vectors alone are multiplied number by number in float32 (Eigen's products of matrices add by
 * pieces): then the products are formed and summed.
 */
export function repairNativeMatMul(): void {
  replaceKernel('BatchMatMul', 'tensorflow', (original) => (args) => {
    const [a, b] = [inputOf(args, 'a'), inputOf(args, 'b')];
    const [axisA, axisB] = innerAxes(args);
    const [rows, columns] = [a.shape[otherAxis(a, axisA)] ?? 0, b.shape[otherAxis(b, axisB)] ?? 0];
    if (innerLength(args) <= LONGEST || Math.min(rows, columns) !== 1) return original(args);
    const batch = broadcastShapes('matMul', { a: a.shape.slice(0, -2), b: b.shape.slice(0, -2) });
    return tf.tidy(() => {
      const products = rows === 1 ? tf.mul(b, alongAxis(a, axisB - b.rank)) : tf.mul(a, alongAxis(b, axisA - a.rank));
      const axis = rows === 1 ? axisB - b.rank : axisA - a.rank;
      return tf.reshape(tf.sum(products, products.rank + axis), [...batch, rows, columns]);
    });
  });
}

/** Vectors laid along one of the last two axes. */
function alongAxis(x: tf.Tensor, axis: number): tf.Tensor {
  const length = Math.max(x.shape.at(-1) ?? 1, x.shape.at(-2) ?? 1);
  return tf.reshape(x, [...x.shape.slice(0, -2), ...(axis === -1 ? [1, length] : [length, 1])]);
}

function innerLength(args: KernelArguments): number {
  return inputOf(args, 'a').shape[innerAxes(args)[0]] ?? 0;
}

/** The axes of the two operands that are summed over. */
function innerAxes(args: KernelArguments): [number, number] {
  const { transposeA, transposeB } = args.attrs as unknown as MatMulAttributes;
  return [inputOf(args, 'a').rank - (transposeA ? 2 : 1), inputOf(args, 'b').rank - (transposeB ? 1 : 2)];
}

function otherAxis(x: tf.Tensor, axis: number): number {
  return axis === x.rank - 1 ? x.rank - 2 : x.rank - 1;
}
