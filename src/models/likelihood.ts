import * as tf from '@tensorflow/tfjs-core';
import { bernoulli, continuousBernoulli, normal, type Distribution } from '../dist/index.js';
import { param } from '../ppl/index.js';
import type { ResolvedOptions } from './options.js';

/** The noise before training, in grey values: about the spread of an image. */
const FIRST_NOISE = 0.2;

/** p(grey value | the decoder's output), element by element. */
export function pixelDistribution(output: tf.Tensor, { likelihood, noise }: ResolvedOptions): Distribution {
  switch (likelihood) {
    case 'bernoulli':
      return bernoulli({ logits: output, allowGrey: true });
    case 'continuousBernoulli':
      return continuousBernoulli({ logits: output });
    case 'gaussian':
      return normal({ loc: tf.sigmoid(output), scale: noise === 'learned' ? learnedNoise() : noise });
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

/** The grey value that the decoder's output stands for, in [0, 1]. */
export function greyValue(output: tf.Tensor): tf.Tensor {
  return tf.sigmoid(output);
}
