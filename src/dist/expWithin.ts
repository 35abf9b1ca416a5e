import * as tf from '@tensorflow/tfjs-core';

/** The logs of the smallest and largest normal float32, a little inside. */
const [LEAST, MOST] = [-126 * Math.LN2 + 1e-5, 128 * Math.LN2 - 1e-5];

/** exp(x) kept within the range of float32, so that draws made from their logs are finite numbers > 0. */
export function expWithin(x: tf.Tensor): tf.Tensor {
  return tf.exp(tf.clipByValue(x, LEAST, MOST));
}
