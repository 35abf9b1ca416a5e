import type * as tf from '@tensorflow/tfjs-core';

/**
 * What is seen of images, in one or more parts, [...batch, views, width] each: of the image, and of the image rotated by equal steps around
 * the circle, counter-clockwise.
 */
export type Features = readonly tf.Tensor[];

/** How an image is understood: features once an image, and from them the class, and what else there is for each class. */
export interface Encoder {
  /** How many rotated views of an image are looked at. */
  readonly views: number;
  /** @param images [count, height · width] @returns [count, views, width] each */
  features(images: tf.Tensor): Features;
  /** @returns logits [...batch, classes], the mean over views */
  classLogits(features: Features, classes: number): tf.Tensor;
  /**
   * @param label one-hot [...batch, classes], where there are classes
   * @returns what each view says, [...batch, views, units]
   */
  outputs(features: Features, label: tf.Tensor | undefined, units: number): tf.Tensor;
}
