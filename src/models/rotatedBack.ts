import * as tf from '@tensorflow/tfjs-core';
import { lastSlice } from '../nn/index.js';

/** Vectors (x, y), the first two of the last dim, rotated back by angles with these cosines and sines: [...batch, 2]. */
export function rotatedBack(vectors: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor {
  const [x, y] = [lastSlice(vectors, 0, 1), lastSlice(vectors, 1, 1)];
  return tf.concat([tf.add(tf.mul(x, cos), tf.mul(y, sin)), tf.sub(tf.mul(y, cos), tf.mul(x, sin))], -1);
}
