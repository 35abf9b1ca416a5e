import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../optim/index.js';

/** The draws number `i` of samples [S, ...shape], without their leading dim. */
export function sliceOf(samples: Tensors, i: number): Tensors {
  const slices = Object.entries(samples).map(([name, x]) => [name, tf.squeeze(tf.slice(x, i, 1), [0])] as const);
  return Object.fromEntries(slices);
}
