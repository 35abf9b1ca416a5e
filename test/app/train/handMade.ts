import * as tf from '@tensorflow/tfjs-core';
import type { Decoder, Encoder, Features } from '../../../src/nn/index.js';

/** Logits of grey values. */
export function logit(grey: tf.Tensor): tf.Tensor {
  return tf.log(tf.div(grey, tf.sub(1, grey)));
}

export interface Seen {
  /** Of an image [count, pixels]: latents side by side in the order of the model, [count, size]. */
  readonly centres: (images: tf.Tensor) => tf.Tensor;
  /** Logits of the classes, [count, classes]. */
  readonly classes?: (images: tf.Tensor) => tf.Tensor;
}

/** An encoder without weights, whose features are the images: it says of each latent what `centres` says, each as (centre, spread). */
export function encoderOf(
  { centres, classes = (images) => tf.zeros([images.shape[0], 1]) }: Seen,
  sizes: readonly number[],
): Encoder {
  const flat = (seen: tf.Tensor): tf.Tensor => tf.reshape(seen, [-1, seen.shape.at(-1) ?? 1]);
  return {
    views: 1,
    features: (images) => [tf.expandDims(images, 1)],
    classLogits: (features) => {
      const seen = onlyPart(features);
      const logits = classes(flat(seen));
      return tf.reshape(logits, [...seen.shape.slice(0, -2), logits.shape.at(-1) ?? 1]);
    },
    outputs: (features, _label, units) => {
      const seen = onlyPart(features);
      const found = centres(flat(seen));
      let start = 0;
      const columns = sizes.flatMap((size) => {
        const own = tf.slice(found, [0, start], [-1, size]);
        start += size;
        return [own, tf.zerosLike(own)];
      });
      return tf.reshape(tf.concat(columns, 1), [...seen.shape.slice(0, -1), units]);
    },
  };
}

/** What is seen, where that is one tensor. */
export function onlyPart([seen = tf.scalar(NaN), ...others]: Features): tf.Tensor {
  if (others.length > 0) throw new Error('there are more parts than one');
  return seen;
}

/** A decoder whose content is the logits of its pixels. */
export const drawsItsContent: Decoder = ({ codes: [content = tf.scalar(NaN)] }) => content;
