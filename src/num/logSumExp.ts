import * as tf from '@tensorflow/tfjs-core';

/** The largest float32. */
const LARGEST = (2 - 2 ** -23) * 2 ** 127;

/**
 * log(sum(exp(x))) over `axis` (default: all axes), without overflow.
 *
 * Where all entries are -Infinity the result is -Infinity and the gradient 0; where some are +Infinity the result is
 * +Infinity and they share the gradient. (tf.logSumExp is NaN in both cases.) NaN gives NaN.
 *
 * @param x float32 tensor of any shape; borrowed
 * @returns the shape of `x` without `axis`, or with ones there if `keepDims`; the caller owns it
 * @example
 * logSumExp(tf.tensor1d([0, Math.log(3)])).dataSync();   // [1.386]: log(1 + 3)
 */
export function logSumExp(x: tf.Tensor, axis?: number | readonly number[], keepDims = false): tf.Tensor {
  const axes = tf.util.parseAxisParam(typeof axis === 'number' ? axis : [...(axis ?? x.shape.keys())], [...x.shape]);
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const operation = tf.customGrad((...inputs) => {
    const [input, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    const { value, weights } = forward(input, axes);
    save([weights]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] =>
      saved.map((weight) => tf.mul(weight, tf.reshape(dy, kept)));
    return { value: keepDims ? value : tf.squeeze(value, axes), gradFunc };
  });
  return operation(x);
}

/** The value, with `axes` kept, and its derivative, the softmax over `axes`. */
function forward(x: tf.Tensor, axes: number[]): { value: tf.Tensor; weights: tf.Tensor } {
  const max = tf.max(x, axes, true);
  // Infinite maxima stand at the ends of float32, so that no infinity is taken from another; only at +Infinity is a rest > 0.
  const rest = tf.sub(x, tf.clipByValue(max, -LARGEST, LARGEST));
  const terms = tf.exp(tf.minimum(rest, 0));
  const sum = tf.sum(terms, axes, true);
  // No sum that is not 0 is below 1.
  return { value: tf.add(max, tf.log(sum)), weights: tf.div(terms, tf.maximum(sum, 1)) };
}
