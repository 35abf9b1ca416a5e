import { deformation, type Deformation } from './deformation.js';

/** Size and shape of what an image shows, by its brightness. */
export interface ImageShape extends Deformation {
  /** The geometric mean of the standard deviations along the two principal axes, pixels. */
  readonly size: number;
}

/**
 * Size and shape by the first and second moments of an image's brightness; NaN of a dark image, or one that shows a line.
 *
 * Moving the object changes nothing, magnifying it by a factor multiplies `size` by it, and a symmetric deformation of a round
 * object adds itself to `shear` and `stretch`.
 *
 * @param image grey values, [height, width] in C order
 */
export function imageShape(image: ArrayLike<number>, width: number): ImageShape {
  let [mass, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < image.length; i += 1) {
    const [value, column, row] = [image[i] ?? 0, i % width, Math.floor(i / width)];
    mass += value;
    x += value * column;
    y += value * row;
    xx += value * column * column;
    xy += value * column * row;
    yy += value * row * row;
  }
  const [meanX, meanY] = [x / mass, y / mass];
  const moments = [xx / mass - meanX * meanX, xy / mass - meanX * meanY, yy / mass - meanY * meanY] as const;
  const size = (moments[0] * moments[2] - moments[1] ** 2) ** 0.25;
  // Second moments are squares of lengths: half the logarithm.
  const { shear, stretch } = deformation(...moments);
  return { size, shear: shear / 2, stretch: stretch / 2 };
}
