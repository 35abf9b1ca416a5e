import * as tf from '@tensorflow/tfjs-core';
import { convNet, mlp } from '../nn/index.js';
import type { ResolvedOptions } from './options.js';

/**
 * The y-encoder: logits of q(class | image).
 *
 * @param images [...batch, height × width]
 * @returns [...batch, classes]
 */
export function classifierLogits(images: tf.Tensor, { classes, classifier, image }: ResolvedOptions): tf.Tensor {
  if (classifier.kind === 'mlp') {
    const { hidden, activation } = classifier;
    return mlp('classifier', [images], { hidden, activation, units: classes });
  }
  const { convolutions, hidden, activation, smoothing = 0 } = classifier;
  const rows = tf.reshape(images, [-1, image.height * image.width]);
  const logits = convNet('classifier', rows, {
    ...image,
    convolutions,
    dense: hidden,
    units: classes,
    activation,
    smoothing,
  });
  return tf.reshape(logits, [...images.shape.slice(0, -1), classes]);
}
