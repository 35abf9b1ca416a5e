import * as tf from '@tensorflow/tfjs-core';
import { ShapeError, formatShape } from '../num/index.js';
import { placesIn, type PictureSize, type Places } from './places.js';

/**
 * Pictures read at affinely moved places: pixel p of result i is picture i at `maps[i]` · p, bilinearly. Beyond its edges a picture
 * goes on as its edge pixels are.
 *
 * Places are in grid units: the centre is (0, 0), x to the right and y down, and the longer side runs from -1 to 1. Gradients flow to
 * pictures and maps; they are computed over typed arrays, on every engine alike. There are no second derivatives.
 *
 * @param pictures [count, height · width]
 * @param maps     rows (xx, xy, x0, yx, yy, y0): the place read is (xx x + xy y + x0, yx x + yy y + y0), [count, 6]
 * @returns [count, height · width]; the caller owns it
 * @throws ShapeError if the shapes do not fit
 * @see Jaderberg et al. 2015, "Spatial transformer networks", section 3.3
 */
export function resample(pictures: tf.Tensor2D, maps: tf.Tensor2D, size: PictureSize): tf.Tensor2D {
  checkShapes(pictures, maps, size);
  const read = tf.customGrad((given, places, save) => {
    const [pixels, affine] = [given as tf.Tensor2D, places as tf.Tensor2D];
    (save as (tensors: tf.Tensor[]) => void)([pixels, affine]);
    const value = tf.tensor2d(forward(valuesOf(pixels), valuesOf(affine), size), pixels.shape);
    const gradFunc = (dy: tf.Tensor, [kept = pixels, moved = affine]: tf.Tensor[]): tf.Tensor[] => {
      const gradients = backward(valuesOf(kept), valuesOf(moved), valuesOf(dy), size);
      return [tf.tensor(gradients.pictures, kept.shape), tf.tensor(gradients.maps, moved.shape)];
    };
    return { value, gradFunc };
  });
  return read(pictures, maps);
}

function valuesOf(x: tf.Tensor): Float32Array {
  return x.dataSync<'float32'>();
}

function checkShapes(pictures: tf.Tensor2D, maps: tf.Tensor2D, { height, width }: PictureSize): void {
  const count = maps.shape[0];
  if (pictures.shape[0] === count && pictures.shape[1] === height * width && maps.shape[1] === 6) return;
  throw new ShapeError({
    where: 'resample',
    expected: `pictures [count, ${height * width}] and maps [count, 6]`,
    got: `${formatShape(pictures.shape)} and ${formatShape(maps.shape)}`,
  });
}

function forward(pictures: Float32Array, maps: Float32Array, size: PictureSize): Float32Array {
  const out = new Float32Array(pictures.length);
  const locate = placesIn(size);
  const pixels = size.height * size.width;
  for (let i = 0; i * 6 < maps.length; i += 1) {
    const own = pictures.subarray(i * pixels, (i + 1) * pixels);
    readPicture(own, locate(maps.subarray(6 * i, 6 * i + 6)), out.subarray(i * pixels, (i + 1) * pixels));
  }
  return out;
}

/** Bilinearly: from the left to the right of the upper and of the lower row, and then from one row to the other. */
function readPicture(picture: Float32Array, { at, right, down, column, row }: Places, out: Float32Array): void {
  for (let p = 0; p < out.length; p += 1) {
    const a = at[p] ?? 0;
    const x = right[p] ?? 0;
    const leftTop = picture[a] ?? 0;
    const leftLow = picture[a + row] ?? 0;
    const upper = leftTop + x * ((picture[a + column] ?? 0) - leftTop);
    const lower = leftLow + x * ((picture[a + row + column] ?? 0) - leftLow);
    out[p] = upper + (down[p] ?? 0) * (lower - upper);
  }
}

interface Gradients {
  readonly pictures: Float32Array;
  readonly maps: Float32Array;
}

function backward(pictures: Float32Array, maps: Float32Array, dy: Float32Array, size: PictureSize): Gradients {
  const gradients = { pictures: new Float32Array(pictures.length), maps: new Float32Array(maps.length) };
  const locate = placesIn(size);
  const pixels = size.height * size.width;
  const [slopeX, slopeY] = [new Float32Array(pixels), new Float32Array(pixels)];
  for (let i = 0; i * 6 < maps.length; i += 1) {
    const part = (all: Float32Array): Float32Array => all.subarray(i * pixels, (i + 1) * pixels);
    const places = locate(maps.subarray(6 * i, 6 * i + 6));
    const own = part(dy);
    toPicture(own, places, part(gradients.pictures));
    slopes(own, part(pictures), places, slopeX, slopeY);
    gradients.maps.set([...toMapRow(slopeX, size), ...toMapRow(slopeY, size)], 6 * i);
  }
  return gradients;
}

/** The transpose of reading: each gradient goes to the four pixels that were read, as much to each as was read of it. */
function toPicture(dy: Float32Array, { at, right, down, column, row }: Places, out: Float32Array): void {
  for (let p = 0; p < dy.length; p += 1) {
    const g = dy[p] ?? 0;
    const a = at[p] ?? 0;
    const x = right[p] ?? 0;
    const lower = g * (down[p] ?? 0);
    const upper = g - lower;
    out[a] = (out[a] ?? 0) + upper * (1 - x);
    out[a + column] = (out[a + column] ?? 0) + upper * x;
    out[a + row] = (out[a + row] ?? 0) + lower * (1 - x);
    out[a + row + column] = (out[a + row + column] ?? 0) + lower * x;
  }
}

/** The gradient by the place that each pixel reads, in pixels; 0 where the picture goes on as its edge is. */
function slopes(
  dy: Float32Array,
  picture: Float32Array,
  { at, right, down, isInside, column, row }: Places,
  slopeX: Float32Array,
  slopeY: Float32Array,
): void {
  for (let p = 0; p < dy.length; p += 1) {
    const g = dy[p] ?? 0;
    const a = at[p] ?? 0;
    const inside = isInside[p] ?? 0;
    const leftTop = picture[a] ?? 0;
    const leftLow = picture[a + row] ?? 0;
    const top = (picture[a + column] ?? 0) - leftTop;
    const low = (picture[a + row + column] ?? 0) - leftLow;
    slopeX[p] = inside & 1 ? g * (top + (down[p] ?? 0) * (low - top)) : 0;
    slopeY[p] = inside & 2 ? g * (leftLow - leftTop + (right[p] ?? 0) * (low - top)) : 0;
  }
}

/** The gradient by a row (by x, by y, constant) of a map from the gradient by the coordinate that it makes. */
function toMapRow(slope: Float32Array, { height, width }: PictureSize): [number, number, number] {
  let [byColumn, byRow, total] = [0, 0, 0];
  for (let row = 0; row < height; row += 1) {
    let [sum, moment] = [0, 0];
    for (let column = 0; column < width; column += 1) {
      const own = slope[row * width + column] ?? 0;
      sum += own;
      moment += own * column;
    }
    byColumn += moment;
    byRow += sum * row;
    total += sum;
  }
  const [middleX, middleY, unit] = [(width - 1) / 2, (height - 1) / 2, (Math.max(height, width, 2) - 1) / 2];
  return [byColumn - middleX * total, byRow - middleY * total, unit * total];
}
