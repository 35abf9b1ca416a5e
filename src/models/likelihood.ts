import * as tf from '@tensorflow/tfjs-core';
import { bernoulli, continuousBernoulli, normal, type Distribution } from '../dist/index.js';
import { lastSlice } from '../nn/index.js';
import { param } from '../ppl/index.js';
import type { ResolvedOptions } from './options.js';

/** The noise before training, in grey values: about the spread of an image. */
const FIRST_NOISE = 0.2;

/**
 * p(grey value | the decoder's output), element by element.
 *
 * @param exposure background and contrast, [...batch, 2], of a model whose images have a look of their own
 */
export function pixelDistribution(
  output: tf.Tensor,
  exposure: tf.Tensor | undefined,
  options: ResolvedOptions,
): Distribution {
  const { likelihood, noise } = options;
  switch (likelihood) {
    case 'bernoulli':
      return bernoulli({ logits: output, allowGrey: true });
    case 'continuousBernoulli':
      return continuousBernoulli({ logits: output });
    case 'gaussian':
      return normal({ loc: greyValue(output, exposure), scale: noise === 'learned' ? learnedNoise() : noise });
  }
}

/**
 * One number for all pixels: the size of what the decoder cannot draw.
 *
 * @see Rybkin et al. 2021, "Simple and effective VAE training with calibrated decoders"
 */
function learnedNoise(): tf.Tensor {
  return tf.exp(param('decoder/logNoise', () => tf.scalar(Math.log(FIRST_NOISE))));
}

/** The grey value that the decoder's output stands for: in [0, 1], or background + contrast × that. */
export function greyValue(output: tf.Tensor, exposure?: tf.Tensor): tf.Tensor {
  const grey = tf.sigmoid(output);
  if (exposure === undefined) return grey;
  const centre = param('exposure/centre', () => tf.tensor1d([0.3, -0.5]));
  const spread = param('exposure/spread', () => tf.tensor1d([0.1, 0.3]));
  const look = tf.add(centre, tf.mul(exposure, spread));
  return tf.add(lastSlice(look, 0, 1), tf.mul(tf.exp(lastSlice(look, 1, 1)), grey));
}
