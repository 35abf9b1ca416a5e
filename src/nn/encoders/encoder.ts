import type * as tf from '@tensorflow/tfjs-core';

/**
 * How an image is understood: features once an image, and from them the class, and what else there is for each class.
 *
 * Features are those of one or more views: the image, and the image rotated by equal steps around the circle, counter-clockwise.
 */
export interface Encoder {
  readonly views: number;
  /** @param images [count, height · width] @returns [count, views, width] */
  features(images: tf.Tensor): tf.Tensor;
  /** @param features [...batch, views, width] @returns logits [...batch, classes] */
  classLogits(features: tf.Tensor, classes: number): tf.Tensor;
  /**
   * @param features [...batch, views, width]
   * @param label one-hot [...batch, classes], where there are classes
   * @returns what each view says, [...batch, views, units]
   */
  outputs(features: tf.Tensor, label: tf.Tensor | undefined, units: number): tf.Tensor;
}
