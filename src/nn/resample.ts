import * as tf from '@tensorflow/tfjs-core';
import { ShapeError, formatShape } from '../num/index.js';
import type { PictureSize } from './places.js';
import { readBack, readPicture } from './reading.js';

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
  eachPicture(maps, size, (map, own) => {
    readPicture(own(pictures), map, size, own(out));
  });
  return out;
}

interface Gradients {
  readonly pictures: Float32Array;
  readonly maps: Float32Array;
}

function backward(pictures: Float32Array, maps: Float32Array, dy: Float32Array, size: PictureSize): Gradients {
  const gradients = { pictures: new Float32Array(pictures.length), maps: new Float32Array(maps.length) };
  eachPicture(maps, size, (map, own, i) => {
    const slopes = { byResult: own(dy), byPicture: own(gradients.pictures) };
    gradients.maps.set(readBack(own(pictures), map, size, slopes), 6 * i);
  });
  return gradients;
}

/** Runs `body` for each map, with a function that takes the pixels of its picture out of all pixels. */
function eachPicture(
  maps: Float32Array,
  { height, width }: PictureSize,
  body: (map: Float32Array, own: (all: Float32Array) => Float32Array, i: number) => void,
): void {
  const pixels = height * width;
  for (let i = 0; i * 6 < maps.length; i += 1) {
    body(maps.subarray(6 * i, 6 * i + 6), (all) => all.subarray(i * pixels, (i + 1) * pixels), i);
  }
}
