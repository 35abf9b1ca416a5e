import * as tf from '@tensorflow/tfjs-core';
import { activate, dense, fanInUniform, poseDecoder, product } from '../nn/index.js';
import { param } from '../ppl/index.js';
import { take } from '../num/index.js';
import { poseOf, type LatentValues } from './latents.js';
import type { ResolvedOptions } from './options.js';
import { gridAt, pixelGrid } from './pixels.js';

/**
 * The decoder's output for some pixels: a spatial decoder if the model has a pose, else a perceptron.
 *
 * @param label one-hot class [...batch, classes], if there are classes
 * @param pixels which pixels; undefined for all
 * @returns [...batch, pixels]
 */
export function decode(
  values: LatentValues,
  label: tf.Tensor | undefined,
  pixels: readonly number[] | undefined,
  options: ResolvedOptions,
): tf.Tensor {
  const codes = [values.content, label].filter((code) => code !== undefined);
  if (options.invariances.length === 0) return plainDecoder(codes, pixels, options);
  const { height, width } = options.image;
  const grid = pixelGrid(height, width);
  return poseDecoder('decoder', poseOf(values, options), codes, {
    grid: pixels === undefined ? grid : gridAt(grid, pixels),
    hidden: options.decoderHidden,
    activation: options.activation,
  });
}

/** A perceptron whose last layer has one row of weights a pixel; only those of the pixels that take part are used. */
function plainDecoder(
  codes: readonly tf.Tensor[],
  pixels: readonly number[] | undefined,
  options: ResolvedOptions,
): tf.Tensor {
  const { image, decoderHidden, activation } = options;
  let layer = codes;
  decoderHidden.forEach((units, i) => {
    layer = [activate(activation, dense(`decoder/${i}`, layer, units))];
  });
  const width = decoderHidden[decoderHidden.length - 1] ?? 1;
  const count = image.height * image.width;
  const kernel = param('decoder/out/kernel', fanInUniform([width, count], width));
  const bias = param('decoder/out/bias', fanInUniform([count], width));
  const chosen = (x: tf.Tensor): tf.Tensor => (pixels === undefined ? x : take(x, pixels, -1));
  const [last = bias] = layer;
  return tf.add(product(last, chosen(kernel)), chosen(bias));
}
