import * as tf from '@tensorflow/tfjs-core';

/** The sum over the `n` rightmost dims. */
export function sumRightmost(x: tf.Tensor, n: number): tf.Tensor {
  return tf.sum(
    x,
    Array.from({ length: n }, (_, i) => x.rank - 1 - i),
  );
}
