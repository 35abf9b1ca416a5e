import * as tf from '@tensorflow/tfjs-core';
import { param } from '../ppl/index.js';
import { fanInUniform } from './initializers.js';

/**
 * An affine map of the concatenation of `parts`, with parameters `name/kernel` (or `name/kernel/i` of part i) and
 * `name/bias`. The parts are multiplied one by one and added, so that what one of them does not vary over is computed
 * once.
 *
 * @param parts tensors [...batch, in_i] whose batch shapes broadcast
 * @returns [...batch, units]
 */
export function dense(name: string, parts: readonly tf.Tensor[], units: number): tf.Tensor {
  // Without parts the bias is all there is, and its start is to be finite.
  const fanIn = Math.max(
    1,
    parts.reduce((sum, part) => sum + widthOf(part), 0),
  );
  const products = parts.map((part, i) => {
    const kernelName = parts.length === 1 ? `${name}/kernel` : `${name}/kernel/${i}`;
    return product(part, param(kernelName, fanInUniform([widthOf(part), units], fanIn)));
  });
  const bias = param(`${name}/bias`, fanInUniform([units], fanIn));
  return products.reduce((sum, term) => tf.add(sum, term), bias);
}

/** [...batch, in] times [in, out], as one matrix product. */
export function product(x: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
  const [width = 1, units = 1] = kernel.shape;
  if (x.rank === 2) return tf.matMul(x, kernel);
  return tf.reshape(tf.matMul(tf.reshape(x, [-1, width]), kernel), [...x.shape.slice(0, -1), units]);
}

/**
 * Rows [rows, in] times a kernel [in, out] and plus a bias [out], as one operation: for the gradients it keeps no tensor but its input.
 */
export function affine(x: tf.Tensor, { kernel, bias }: { kernel: tf.Tensor; bias: tf.Tensor }): tf.Tensor {
  const layer = tf.customGrad((rows, weights, offset, save) => {
    (save as (tensors: tf.Tensor[]) => void)([rows as tf.Tensor, weights as tf.Tensor]);
    const gradFunc = (dy: tf.Tensor, [input = dy, factors = dy]: tf.Tensor[]): tf.Tensor[] => {
      const ones = tf.ones([1, dy.shape[0]]);
      return [tf.matMul(dy, factors, false, true), tf.matMul(input, dy, true), tf.reshape(tf.matMul(ones, dy), [-1])];
    };
    return { value: tf.add(tf.matMul(rows as tf.Tensor, weights as tf.Tensor), offset as tf.Tensor), gradFunc };
  });
  return layer(x, kernel, bias);
}

export function widthOf(x: tf.Tensor): number {
  return x.shape[x.rank - 1] ?? 1;
}

/** `size` entries of the last dim from `start`. */
export function lastSlice(x: tf.Tensor, start: number, size: number): tf.Tensor {
  const begin = x.shape.map((_, i) => (i === x.rank - 1 ? start : 0));
  const extent = x.shape.map((length, i) => (i === x.rank - 1 ? size : length));
  return tf.slice(x, begin, extent);
}
