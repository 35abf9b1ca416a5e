import * as tf from '@tensorflow/tfjs-core';

/**
 * Images [count, height, width, channels] rotated counter-clockwise as seen by 0, 1, … of `views` equal steps around the circle, which
 * moves pixels and changes none: 4 views of square images, 2 of any.
 *
 * @returns [views · count, height, width, channels], view by view
 */
export function rotatedViews(images: tf.Tensor4D, views: number): tf.Tensor4D {
  if (views === 1) return images;
  const half = tf.reverse(images, [1, 2]);
  if (views === 2) return tf.concat([images, half]);
  const across = tf.transpose(images, [0, 2, 1, 3]);
  return tf.concat([images, tf.reverse(across, [1]), half, tf.reverse(across, [2])]);
}
