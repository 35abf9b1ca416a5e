import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, broadcastTo } from '../../num/index.js';
import { param } from '../../ppl/index.js';
import { activate } from '../activation.js';
import { affine, product, widthOf } from '../dense.js';
import { fanInUniform } from '../initializers.js';
import { pixelPlaces, type PictureSize } from '../places.js';
import { weights } from '../weights.js';
import type { Decoder, DecoderOptions } from './decoder.js';

/** Rows worked on at a time, one for each pixel of each image: few enough that what is not kept is small beside what is. */
const ROWS = 49_152;

/**
 * A perceptron from a pixel's coordinates, moved by the map, and the codes to one number.
 *
 * Map and codes are folded into the first layer's weights, so that the pixels cost one matrix product each layer.
 *
 * @see Bepler et al. 2019, "Explicitly disentangling image content from translation and rotation with spatial-VAE"
 */
export function fieldDecoder(options: DecoderOptions): Decoder {
  const { hidden = [128, 128, 128], activation = 'tanh' } = options;
  const [width = 128, ...deeper] = hidden;
  return ({ codes, map, pixels }) => {
    const first = firstLayer(codes, map ?? tf.tensor1d([1, 0, 0, 0, 1, 0]), width);
    const images = tf.reshape(first, [-1, 3, width]);
    // One plain matrix product, although each image has weights of its own: rows run over pixels, and within each over images.
    const byRow = tf.reshape<tf.Rank.R2>(tf.transpose(images, [1, 0, 2]), [3, -1]);
    const layers = deeper.map((units, i) => weights(`decoder/${i + 1}`, [hidden[i] ?? width, units]));
    const last = weights('decoder/out', [hidden.at(-1) ?? width, 1]);
    const parts = gridParts(options, pixels, Math.ceil(ROWS / images.shape[0])).map((grid) =>
      tf.tidy(() => {
        const start = tf.reshape(activate(activation, tf.matMul(grid, byRow)), [-1, width]);
        return affine(
          layers.reduce((layer, own) => activate(activation, affine(layer, own)), start),
          last,
        );
      }),
    );
    const byPixel = tf.reshape(tf.concat(parts), [-1, images.shape[0]]);
    return tf.reshape(tf.transpose(byPixel), [...first.shape.slice(0, -2), byPixel.shape[0]]);
  };
}

/** Rows (x, y, 1) of all pixels or some, so many at a time, [pixels, 3] each. */
function gridParts(size: PictureSize, pixels: readonly number[] | undefined, count: number): tf.Tensor2D[] {
  const places = pixelPlaces(size, pixels);
  return Array.from({ length: Math.ceil(places.length / count) }, (_, i) =>
    tf.tensor2d(places.slice(i * count, (i + 1) * count).map(([x, y]) => [x, y, 1])),
  );
}

/** What x, y and 1 add to each unit, [...batch, 3, width]: the map's rows times the weights of its two results, and the codes. */
function firstLayer(codes: readonly tf.Tensor[], map: tf.Tensor, width: number): tf.Tensor {
  const coordinates = param('decoder/coordinates', fanInUniform([2, width], 2));
  const fanIn = codes.reduce((sum, code) => sum + widthOf(code), 0);
  const byCode = codes.map((code, i) =>
    product(code, param(`decoder/code/${i}`, fanInUniform([widthOf(code), width], fanIn))),
  );
  const constant = byCode.reduce((sum, term) => tf.add(sum, term), param('decoder/bias', fanInUniform([width], 2)));
  const batch = map.shape.slice(0, -1);
  // [...batch, 3, 2] times [2, width]
  const columns = tf.transpose(tf.reshape(map, [-1, 2, 3]), [0, 2, 1]);
  const moved = tf.reshape(product(columns, coordinates), [...batch, 3, width]);
  const only1 = tf.tensor2d([[0], [0], [1]]);
  const offset = tf.mul(tf.expandDims(constant, -2), only1);
  const shape = broadcastShapes('fieldDecoder', { map: moved.shape, codes: offset.shape });
  return broadcastTo(tf.add(moved, offset), shape);
}
