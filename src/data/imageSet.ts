import { ArgumentError } from '../num/index.js';

/** Grey images of one size, kept in host memory; they become tensors a batch at a time. */
export interface ImageSet {
  /** Grey values in [0, 1], [image, row, column] in C order. */
  readonly images: Float32Array;
  readonly count: number;
  /** Rows of each image. */
  readonly height: number;
  /** Columns of each image. */
  readonly width: number;
  /** File names in the order of the images, where they came from a folder. */
  readonly names?: readonly string[];
}

/** A class for each image of a set, and what the classes are called. */
export interface Labels {
  /** The class of each image, from 0, or -1 where it is not known; [image]. */
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
}

/**
 * The images at `indices`, in that order, as a new set; an index may come more than once.
 *
 * @throws ArgumentError if an index is no image's
 */
export function pickImages(set: ImageSet, indices: ArrayLike<number>): ImageSet {
  checkIndices('pickImages', indices, set.count);
  const { height, width, names } = set;
  const pixels = height * width;
  const images = new Float32Array(indices.length * pixels);
  const order = Array.from(indices);
  order.forEach((index, i) => images.set(set.images.subarray(index * pixels, (index + 1) * pixels), i * pixels));
  const picked = { images, count: order.length, height, width };
  return names === undefined ? picked : { ...picked, names: order.map((index) => names[index] ?? '') };
}

/** Refuses indices that are not integers from 0 to `count - 1`. */
export function checkIndices(where: string, indices: ArrayLike<number>, count: number): void {
  for (let i = 0; i < indices.length; i += 1) {
    const index = indices[i] ?? NaN;
    if (Number.isInteger(index) && index >= 0 && index < count) continue;
    throw new ArgumentError({ where, expected: `indices from 0 to ${count - 1}`, got: `${index} at place ${i}` });
  }
}
