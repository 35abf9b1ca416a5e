import * as tf from '@tensorflow/tfjs-core';
import { bernoulli, continuousBernoulli, normal, type Distribution } from '../dist/index.js';
import type { ResolvedOptions } from './options.js';

/** p(grey value | the decoder's output), element by element. */
export function pixelDistribution(output: tf.Tensor, { likelihood, noise }: ResolvedOptions): Distribution {
  switch (likelihood) {
    case 'bernoulli':
      return bernoulli({ logits: output, allowGrey: true });
    case 'continuousBernoulli':
      return continuousBernoulli({ logits: output });
    case 'gaussian':
      return normal({ loc: tf.sigmoid(output), scale: noise });
  }
}

/** The grey value that the decoder's output stands for, in [0, 1]. */
export function greyValue(output: tf.Tensor): tf.Tensor {
  return tf.sigmoid(output);
}
