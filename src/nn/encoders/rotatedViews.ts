import * as tf from '@tensorflow/tfjs-core';
import type { PictureSize } from '../places.js';

/**
 * Images [count, height, width, channels] rotated counter-clockwise as seen by 0, 1, … steps, which moves pixels and changes none: steps of
 * a quarter turn, or of half a turn where images are not square.
 *
 * @param views 1, 2 or 4, of images that are not square 1 or 2
 * @returns [views · count, height, width, channels], view by view
 */
export function rotatedViews(images: tf.Tensor4D, views: number): tf.Tensor4D {
  if (views === 1) return images;
  const half = (): tf.Tensor4D => tf.reverse(images, [1, 2]);
  if (viewStep({ height: images.shape[1], width: images.shape[2] }) === Math.PI) return tf.concat([images, half()]);
  const across = tf.transpose(images, [0, 2, 1, 3]);
  const quarter = tf.reverse(across, [1]);
  return tf.concat(views === 2 ? [images, quarter] : [images, quarter, half(), tf.reverse(across, [2])]);
}

/** The angle from one view of images of this size to the next, radians. */
export function viewStep({ height, width }: PictureSize): number {
  return height === width ? Math.PI / 2 : Math.PI;
}
