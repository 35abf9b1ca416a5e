import * as tf from '@tensorflow/tfjs-core';
import { equal, exp, type Expression, formula, weighted, where } from './formula/index.js';
import { sourcesOf } from './formula/spread.js';
import { sizeOf } from './shape.js';

/** The largest float32. */
const LARGEST = (2 - 2 ** -23) * 2 ** 127;
/** From this many entries on kernels take less time than a loop, but on the engine in plain JavaScript. */
const MANY = 4096;

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
    const value = input.size < MANY || tf.getBackend() === 'cpu' ? onHost(input, axes) : composed(input, axes);
    save([input, value]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const [from, result] = saved as [tf.Tensor, tf.Tensor];
      return slope(dy, from, result, sharesOfInfinity(from, result, axes));
    };
    return { value, gradFunc };
  });
  return tf.tidy(() => (keepDims ? operation(x) : tf.squeeze(operation(x), axes)));
}

/** The gradient by each entry, from the gradient by the result. */
const slope = formula('logSumExp', (dy: Expression, x: Expression, result: Expression, share: Expression) => {
  const isPossible = where(equal(result, -Infinity), 0, exp(x.sub(result)));
  return weighted(dy, where(equal(result, Infinity), share, isPossible));
});

/** Entries of +Infinity share the gradient; 0 where there are none. */
function sharesOfInfinity(x: tf.Tensor, result: tf.Tensor, axes: number[]): tf.Tensor | number {
  if (!result.dataSync().includes(Infinity)) return 0;
  const isInfinite = tf.cast(tf.equal(x, Infinity), 'float32');
  return tf.div(isInfinite, tf.maximum(tf.sum(isInfinite, axes, true), 1));
}

/** In double precision, with `axes` kept. */
function onHost(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const [values, groups] = [x.dataSync(), sourcesOf(kept, x.shape)];
  const most = new Float64Array(sizeOf(kept)).fill(-Infinity);
  for (let i = 0; i < values.length; i += 1) {
    const group = groups[i] as number;
    most[group] = Math.max(most[group] as number, values[i] as number);
  }
  const sums = new Float64Array(most.length);
  for (let i = 0; i < values.length; i += 1) {
    const group = groups[i] as number;
    sums[group] = (sums[group] as number) + Math.exp((values[i] as number) - (most[group] as number));
  }
  // An infinite largest entry is the result.
  const results = most.map((max, i) => (Math.abs(max) === Infinity ? max : max + Math.log(sums[i] as number)));
  return tf.tensor(new Float32Array(results), kept);
}

function composed(x: tf.Tensor, axes: number[]): tf.Tensor {
  const max = tf.max(x, axes, true);
  // Infinite maxima stand at the ends of float32, so that no infinity is taken from another.
  const rest = tf.sub(x, tf.clipByValue(max, -LARGEST, LARGEST));
  return tf.add(max, tf.log(tf.sum(tf.exp(tf.minimum(rest, 0)), axes, true)));
}
