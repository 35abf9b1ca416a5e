import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, broadcastTo, take } from '../../num/index.js';
import { resample } from '../resample.js';
import type { Decoder, DecoderOptions } from './decoder.js';
import { plainDecoder } from './plainDecoder.js';

/**
 * A canonical picture of all pixels, drawn by a perceptron from the codes, and then read once at the places that the map says. It
 * works before the nonlinearity of the likelihood, and goes on beyond its edges as its edge pixels are.
 *
 * A picture costs one small network, where a {@link fieldDecoder} runs one at each pixel.
 */
export function templateDecoder(options: DecoderOptions): Decoder {
  const draw = plainDecoder(options);
  const numPixels = options.height * options.width;
  return ({ codes, map, pixels }) => {
    const picture = draw({ codes });
    if (map === undefined) return pixels === undefined ? picture : take(picture, pixels, -1);
    const [still, moving] = [picture.shape.slice(0, -1), map.shape.slice(0, -1)];
    const batch = broadcastShapes('templateDecoder', { codes: still, map: moving });
    const rowsOf = (x: tf.Tensor, width: number): tf.Tensor2D =>
      tf.reshape(broadcastTo(x, [...batch, width]), [-1, width]);
    const read = resample(rowsOf(picture, numPixels), rowsOf(map, 6), options);
    const all = tf.reshape(read, [...batch, numPixels]);
    return pixels === undefined ? all : take(all, pixels, -1);
  };
}
