import * as tf from '@tensorflow/tfjs-core';
import { poseMatrix, warp, type ImageSet } from '../../data/index.js';
import { classify, type Autoencoder, type Params } from '../../models/index.js';
import { fold, type Key } from '../../num/index.js';
import { posesFor } from './labelledBatch.js';
import { classProbabilities } from './measure.js';

/** Images moved and classified at a time. */
const CHUNK = 256;

/**
 * q(class | image) for several views of each image: as it is, and moved by poses from the model's pose prior.
 *
 * @param numViews how many views of each image, the first as it is; a model without a pose has only that one
 * @returns for each view [image, class] in C order
 */
export function classProbabilitiesOfViews(
  vae: Autoencoder,
  params: Params,
  set: ImageSet,
  key: Key,
  numViews: number,
): Float32Array[] {
  const first = classProbabilities(vae, params, set);
  if (vae.options.invariances.length === 0) return [first];
  const others = Array.from({ length: numViews - 1 }, (_, view) => movedView(vae, params, set, fold(key, view)));
  return [first, ...others];
}

function movedView(vae: Autoencoder, params: Params, set: ImageSet, key: Key): Float32Array {
  const { classes } = vae.options;
  const all = new Float32Array(set.count * classes);
  const posesOf = posesFor(vae);
  for (let start = 0; start < set.count; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, set.count - start) }, (_, i) => start + i);
    const images = warp(set, indices, posesOf(fold(key, start), indices.length).map(poseMatrix));
    const size: [number, number] = [indices.length, set.height * set.width];
    all.set(
      tf.tidy(() => classify(vae, params, tf.tensor2d(images, size)).dataSync()),
      start * classes,
    );
  }
  return all;
}
