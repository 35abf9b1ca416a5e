import * as tf from '@tensorflow/tfjs-core';
import type { Features } from './encoder.js';

/** What a head sees of each view: its features [...batch, views, width] and, the same for all views, the class [...batch, classes]. */
export function codesOf(features: Features, label: tf.Tensor | undefined): Features {
  return label === undefined ? features : [...features, tf.expandDims(label, label.rank - 1)];
}
