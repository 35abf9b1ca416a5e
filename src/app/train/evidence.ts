import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../data/index.js';
import { logJoint, type Autoencoder, type Params } from '../../models/index.js';
import { fold, key, logSumExp } from '../../num/index.js';
import { rows } from './labelledBatch.js';

/** Images at a time: the decoder holds all of their pixels at once. */
const CHUNK = 25;
/** What a model's decoder makes of images. */
export interface Evidence {
  /** Estimates of log p(image), in nats: low for what is unlike the images of the training. [image] */
  readonly logEvidence: Float32Array;
  /** p(class | image) by Bayes' rule, which the classifier has no part in. [image, class] in C order */
  readonly classes: Float32Array;
}

/** The evidence of all images of a set, from so many importance samples of each class. */
export function evidenceOf(vae: Autoencoder, params: Params, set: ImageSet, draws = 4): Evidence {
  const numClasses = Math.max(1, vae.options.classes);
  const logEvidence = new Float32Array(set.count);
  const classes = new Float32Array(set.count * numClasses);
  for (let start = 0; start < set.count; start += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, set.count - start) }, (_, i) => start + i);
    tf.tidy(() => {
      const joint = logJoint(vae, params, rows(set, chunk), fold(key(0), start), draws);
      logEvidence.set(logSumExp(joint, -1).dataSync(), start);
      classes.set(tf.softmax(joint).dataSync(), start * numClasses);
    });
  }
  return { logEvidence, classes };
}
