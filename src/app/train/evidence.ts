import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../data/index.js';
import { logEvidence, type Autoencoder, type Params } from '../../models/index.js';
import { fold, key } from '../../num/index.js';
import { rows } from './labelledBatch.js';

/** Images at a time: the decoder holds all of their pixels at once. */
const CHUNK = 25;
/** Importance samples of each class. */
const DRAWS = 4;

/** Estimates of log p(image) of all images of a set, in nats: low for what is unlike the images of the training. */
export function evidenceOf(vae: Autoencoder, params: Params, set: ImageSet): number[] {
  const found: number[] = [];
  for (let start = 0; start < set.count; start += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, set.count - start) }, (_, i) => start + i);
    found.push(...tf.tidy(() => logEvidence(vae, params, rows(set, chunk), fold(key(0), start), DRAWS).dataSync()));
  }
  return found;
}
