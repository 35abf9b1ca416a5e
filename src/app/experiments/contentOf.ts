import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../data/index.js';
import { classify, encode } from '../../models/index.js';
import { chunks, mostProbable, oneHotRows, rows, type TrainedRun } from '../train/index.js';

/** Images encoded at a time. */
const CHUNK = 256;

/** The content latents of all images of a set, each under its most probable class, [image, contentDim] in C order. */
export function contentOf({ vae, params }: Pick<TrainedRun, 'vae' | 'params'>, set: ImageSet): Float32Array {
  const { classes, contentDim } = vae.options;
  const all = new Float32Array(set.count * contentDim);
  for (const indices of chunks(set.count, CHUNK)) {
    const content = tf.tidy(() => {
      const images = rows(set, indices);
      const labels =
        classes === 0
          ? undefined
          : oneHotRows(
              [...mostProbable(Float32Array.from(classify(vae, params, images).dataSync()), classes)],
              classes,
            );
      return encode(vae, params, images, labels)['content']?.dataSync() ?? new Float32Array(0);
    });
    all.set(content, (indices[0] ?? 0) * contentDim);
  }
  return all;
}
