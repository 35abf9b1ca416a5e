import * as tf from '@tensorflow/tfjs-core';

/**
 * Whether each of the places 0 to `size` - 1 is the one of an index: boolean [..., size] for indices [...] of any type. Unlike
 * tf.oneHot it takes a size of 1.
 */
export function indexMask(index: tf.Tensor, size: number): tf.Tensor {
  return tf.equal(tf.expandDims(tf.cast(index, 'float32'), -1), tf.range(0, size));
}
