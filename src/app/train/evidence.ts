import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../data/index.js';
import { classElbos, imageElbo, logJoint, type Autoencoder, type Params } from '../../models/index.js';
import { fold, key, logSumExp } from '../../num/index.js';
import { chunks, rows } from './rows.js';

/** Images at a time: the decoder holds all of their pixels at once. */
const CHUNK = 64;

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
  for (const chunk of chunks(set.count, CHUNK)) {
    const [start = 0] = chunk;
    tf.tidy(() => {
      const joint = logJoint(vae, params, rows(set, chunk), fold(key(0), start), draws);
      logEvidence.set(logSumExp(joint, -1).dataSync(), start);
      classes.set(tf.softmax(joint).dataSync(), start * numClasses);
    });
  }
  return { logEvidence, classes };
}

/** The mean evidence lower bound of the images of a set, their class summed out, in nats an image. */
export function meanElbo(vae: Autoencoder, params: Params, set: ImageSet): number {
  const sums = chunks(set.count, CHUNK).map((chunk) => {
    const elbo = (): tf.Tensor => tf.sum(imageElbo(vae, params, rows(set, chunk), fold(key(0), chunk[0] ?? 0)));
    return tf.tidy(() => elbo().dataSync()[0] ?? NaN);
  });
  return sums.reduce((total, sum) => total + sum, 0) / set.count;
}

/** Draws from q(z | image, y) for each image. */
const DRAWS = 4;

/**
 * An estimate of the evidence lower bound of some images of a set, each given its class: an image that the model explains badly has a
 * low one. [image]
 *
 * @param labels the class of each of these images; ignored by models without classes
 */
export function imageElbos(
  vae: Autoencoder,
  params: Params,
  set: ImageSet,
  indices: readonly number[],
  labels: readonly number[],
): Float32Array {
  const numClasses = Math.max(1, vae.options.classes);
  const all = tf.tidy(() => classElbos(vae, params, rows(set, indices), key(0), DRAWS).dataSync<'float32'>());
  return Float32Array.from(
    indices,
    (_, i) => all[i * numClasses + (vae.options.classes === 0 ? 0 : (labels[i] ?? 0))] ?? NaN,
  );
}
