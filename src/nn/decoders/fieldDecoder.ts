import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, broadcastTo } from '../../num/index.js';
import { param } from '../../ppl/index.js';
import { product, widthOf } from '../dense.js';
import { fanInUniform } from '../initializers.js';
import { decodeGrid } from '../spatialDecoder/decodeGrid.js';
import { homogeneousGrid } from '../spatialDecoder/homogeneousGrid.js';
import type { Decoder, DecoderOptions } from './decoder.js';

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
    const grid = homogeneousGrid(options, pixels);
    const first = firstLayer(codes, map ?? tf.tensor1d([1, 0, 0, 0, 1, 0]), width);
    const logits = decodeGrid({
      grid,
      first: tf.reshape(first, [-1, 3, width]),
      hidden: deeper.map((units, i) => layer(`decoder/${i + 1}`, hidden[i] ?? width, units)),
      output: layer('decoder/out', hidden[hidden.length - 1] ?? width, 1),
      activation,
    });
    return tf.reshape(logits, [...first.shape.slice(0, -2), grid.shape[0]]);
  };
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

function layer(name: string, width: number, units: number): { kernel: tf.Tensor2D; bias: tf.Tensor1D } {
  return {
    kernel: tf.reshape(param(`${name}/kernel`, fanInUniform([width, units], width)), [width, units]),
    bias: tf.reshape(param(`${name}/bias`, fanInUniform([units], width)), [units]),
  };
}
