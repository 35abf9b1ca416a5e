import * as tf from '@tensorflow/tfjs-core';

/** For each entry the sum of all the others over the last dim, in which nothing cancels: for shares 1 - p with all its digits. */
export function sumOfOthers(x: tf.Tensor): tf.Tensor {
  return tf.add(tf.cumsum(x, -1, true), tf.cumsum(x, -1, true, true));
}
