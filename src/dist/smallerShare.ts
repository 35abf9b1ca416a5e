import * as tf from '@tensorflow/tfjs-core';

/** The smaller of q and 1 - q, which is exact where it is 1 - q: the share of the mass beyond a quantile, on its own side. */
export function smallerShare(q: tf.Tensor): tf.Tensor {
  return tf.minimum(q, tf.sub(1, q));
}

/** -1 for q below 1/2, 1 above, 0 at 1/2. */
export function sideOf(q: tf.Tensor): tf.Tensor {
  return tf.sign(tf.sub(q, 0.5));
}
