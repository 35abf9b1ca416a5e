import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../data/index.js';
import { logDensity, sampleSites } from '../../infer/index.js';
import { using, type Autoencoder, type Params } from '../../models/index.js';
import { fold, type Key } from '../../num/index.js';
import { replay, seed, trace, type Trace } from '../../ppl/index.js';
import { rows } from './labelledBatch.js';
import { oneHotRows } from './traversal.js';

/** Draws from q(z | image, y) for each image. */
const DRAWS = 4;

/**
 * An estimate of the evidence lower bound of each image given its class, E_q(z | x, y) [log p(x, y, z) - log q(z | x, y)], in
 * nats: the mean over four draws. An image that the model explains badly has a low one.
 *
 * @param indices which images of the set
 * @param classes the class of each of these images; ignored by models without classes
 * @returns [image]
 */
export function imageElbos(
  vae: Autoencoder,
  params: Params,
  set: ImageSet,
  indices: readonly number[],
  classes: readonly number[],
  key: Key,
): Float32Array {
  const mean = tf.tidy(() => {
    const images = rows(set, indices);
    const numClasses = vae.options.classes;
    const batch =
      numClasses === 0
        ? { unlabelled: images }
        : { labelled: { images, labels: oneHotRows(classes, numClasses), multiplier: 0 } };
    const draws = Array.from({ length: DRAWS }, (_, draw) =>
      using<tf.Tensor, tf.Tensor>(params, () => {
        const guide = trace(seed(fold(key, draw), vae.guide))(batch);
        const model = trace(replay(guide, vae.model))(batch);
        return tf.sub(perImage(model), perImage(guide));
      }),
    );
    return tf.mean(tf.stack(draws), 0);
  });
  const values = Float32Array.from(mean.dataSync());
  mean.dispose();
  return values;
}

/** Sums over all sites, whose images are at dim -2 and pixels at dim -1: [image]. */
function perImage(run: Trace): tf.Tensor {
  return sampleSites(run).reduce<tf.Tensor>((sum, site) => tf.add(sum, tf.sum(logDensity(site), -1)), tf.scalar(0));
}
