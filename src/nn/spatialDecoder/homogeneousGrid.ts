import * as tf from '@tensorflow/tfjs-core';
import type { PictureSize } from '../places.js';

/**
 * Rows (x, y, 1) of the pixels' coordinates, x to the right and y downwards, row by row: [pixels, 3]. The picture's centre is (0, 0),
 * and its longer side runs from -1 to 1, so that a rotation of the grid is one of the picture, whatever its shape.
 *
 * @param pixels which of them. Default: all
 */
export function homogeneousGrid({ height, width }: PictureSize, pixels?: readonly number[]): tf.Tensor2D {
  const unit = Math.max(height, width, 2) - 1;
  const chosen = pixels ?? [...Array(height * width).keys()];
  const rows = new Float32Array(chosen.length * 3);
  chosen.forEach((pixel, i) => {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    rows.set([(2 * column - width + 1) / unit, (2 * row - height + 1) / unit, 1], 3 * i);
  });
  return tf.tensor2d(rows, [chosen.length, 3]);
}
