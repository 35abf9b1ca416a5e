import * as tf from '@tensorflow/tfjs-core';
import { abs, exp, type Expression, formula, less, weighted, where } from './formula/index.js';
import { isSmall } from './formula/isSmall.js';
import { sourcesOf } from './formula/spread.js';
import { sizeOf } from './shape.js';
import { stopGradient } from './stopGradient.js';

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
  const operation = tf.customGrad((...inputs) => {
    const [input, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    const { value, weights } = isSmall(input.size) ? onHost(input, axes) : composed(input, axes);
    save([input, value, weights]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const [from, result, softmax] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      return slope(dy, softmax, from, result, stopGradient(from), stopGradient(result));
    };
    return { value, gradFunc };
  });
  return tf.tidy(() => (keepDims ? operation(x) : tf.squeeze(operation(x), axes)));
}

interface Forward {
  readonly value: tf.Tensor;
  /** The derivative by each entry, the softmax. */
  readonly weights: tf.Tensor;
}

type X = Expression;

/**
 * The gradient by each entry, from the gradient by the result: times the softmax, which was computed beforehand, and of which
 * exp(x - result) is how it changes with the two.
 */
const slope = formula('logSumExp', (dy: X, softmax: X, x: X, result: X, fixedX: X, fixedResult: X) => {
  const change = exp(x.sub(result).sub(fixedX.sub(fixedResult)));
  const isFinite = less(abs(x), Infinity);
  return weighted(dy, where(isFinite, weighted(softmax, change), softmax));
});

/** In double precision, with `axes` kept. */
function onHost(x: tf.Tensor, axes: readonly number[]): Forward {
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const [values, groups] = [Float64Array.from(x.dataSync()), sourcesOf(kept, x.shape)];
  const most = new Float64Array(sizeOf(kept)).fill(-Infinity);
  for (const [i, group] of groups.entries()) most[group] = Math.max(most[group] as number, values[i] as number);
  const terms = values.map((value, i) => {
    const largest = most[groups[i] as number] as number;
    // The largest entries have a share each, also where they are infinite.
    return value === largest && value > -Infinity ? 1 : Math.exp(value - Math.max(largest, -Number.MAX_VALUE));
  });
  const sums = new Float64Array(most.length);
  for (const [i, group] of groups.entries()) sums[group] = (sums[group] as number) + (terms[i] as number);
  const weights = terms.map((term, i) => term / ((sums[groups[i] as number] as number) || 1));
  return {
    value: tf.tensor(new Float32Array(most.map((largest, i) => largest + Math.log(sums[i] as number))), kept),
    weights: tf.tensor(new Float32Array(weights), x.shape),
  };
}

function composed(x: tf.Tensor, axes: number[]): Forward {
  const max = tf.max(x, axes, true);
  // Infinite maxima stand at the ends of float32, so that no infinity is taken from another; only at +Infinity is a rest > 0.
  const rest = tf.sub(x, tf.clipByValue(max, -LARGEST, LARGEST));
  const terms = tf.exp(tf.minimum(rest, 0));
  const sum = tf.sum(terms, axes, true);
  // No sum that is not 0 is below 1.
  return { value: tf.add(max, tf.log(sum)), weights: tf.div(terms, tf.maximum(sum, 1)) };
}
