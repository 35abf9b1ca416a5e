import type * as tf from '@tensorflow/tfjs-core';
import { mlp } from '../nn/index.js';
import type { ResolvedOptions } from './options.js';

/**
 * The y-encoder: logits of q(class | image).
 *
 * @param images [...batch, height × width]
 * @returns [...batch, classes]
 */
export function classifierLogits(images: tf.Tensor, { classes, classifier }: ResolvedOptions): tf.Tensor {
  const { hidden, activation } = classifier;
  return mlp('classifier', [images], { hidden, activation, units: classes });
}
