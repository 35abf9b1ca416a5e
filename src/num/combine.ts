import * as tf from '@tensorflow/tfjs-core';

/** The product of two scales, each a number or a tensor; numbers cost nothing. */
export function multiplyScale(a: number | tf.Tensor, b: number | tf.Tensor): number | tf.Tensor {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 1) return b;
  return b === 1 ? a : tf.mul(a, b);
}

/** The conjunction of two masks, each a boolean or a boolean tensor; booleans cost nothing. */
export function multiplyMask(a: boolean | tf.Tensor, b: boolean | tf.Tensor): boolean | tf.Tensor {
  if (a === false || b === false) return false;
  if (a === true) return b;
  return b === true ? a : tf.logicalAnd(a, b);
}

/** The entries of `x` at `indices` along the negative `dim`. */
export function take(x: tf.Tensor, indices: readonly number[], dim: number): tf.Tensor {
  return tf.tidy(() => tf.gather(x, tf.tensor1d([...indices], 'int32'), x.rank + dim));
}
