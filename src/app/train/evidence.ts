import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../data/index.js';
import { classElbos, imageElbo, logJoint, type Autoencoder, type Params } from '../../models/index.js';
import { fold, key, logSumExp } from '../../num/index.js';
import { inParts, oneHotRows, rows } from './rows.js';

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
  const joint = inParts(set.count, CHUNK, (indices) =>
    logJoint(vae, params, rows(set, indices), fold(key(0), indices[0] ?? 0), draws),
  );
  return tf.tidy(() => {
    const byClass = tf.tensor2d(joint, [set.count, Math.max(1, vae.options.classes)]);
    const logEvidence = logSumExp(byClass, -1).dataSync<'float32'>();
    return { logEvidence, classes: tf.softmax(byClass).dataSync<'float32'>() };
  });
}

/** The mean evidence lower bound of the images of a set, their class summed out, in nats an image. */
export function meanElbo(vae: Autoencoder, params: Params, set: ImageSet): number {
  const elbos = inParts(set.count, CHUNK, (indices) =>
    imageElbo(vae, params, rows(set, indices), fold(key(0), indices[0] ?? 0)),
  );
  return elbos.reduce((sum, elbo) => sum + elbo, 0) / set.count;
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
  return tf.tidy(() => {
    const byClass = classElbos(vae, params, rows(set, indices), key(0), DRAWS);
    const own = vae.options.classes === 0 ? byClass : tf.mul(byClass, oneHotRows(labels, vae.options.classes));
    return tf.sum(own, -1).dataSync<'float32'>();
  });
}
