import * as tf from '@tensorflow/tfjs-core';

/** The transpose of the two rightmost dims. */
export function transposed(x: tf.Tensor): tf.Tensor {
  const dims = x.shape.map((_, i) => i);
  return tf.transpose(x, [...dims.slice(0, -2), x.rank - 1, x.rank - 2]);
}
