import * as tf from '@tensorflow/tfjs-core';

/** What a head sees of each view: its features [...batch, views, width] and, the same for all views, the class [...batch, classes]. */
export function codesOf(features: tf.Tensor, label: tf.Tensor | undefined): tf.Tensor[] {
  return label === undefined ? [features] : [features, tf.expandDims(label, label.rank - 1)];
}
