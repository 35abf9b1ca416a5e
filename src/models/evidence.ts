import * as tf from '@tensorflow/tfjs-core';
import { fold, logSumExp, type Key } from '../num/index.js';
import { decode, encoderOutputs, type Autoencoder } from './autoencoder.js';
import { pixelDistribution } from './likelihood.js';
import { classify, using, type Params } from './use.js';

/**
 * An estimate of log p(image) of each image [count, pixels] under a trained model, in nats: [count].
 *
 * The class is summed out, and the other latents by importance sampling from the encoder:
 * log p(x) ≈ log Σ_y p(y) (1/K) Σ_k p(x, z_k | y) / q(z_k | x, y). On average it is too low, and it rises to log p(x) with K; K = 1 is
 * an estimate of the ELBO under the exact class posterior.
 *
 * @param draws K, at least 1
 * @see Burda, Grosse and Salakhutdinov 2016, "Importance weighted autoencoders", equation (8)
 */
export function logEvidence(
  vae: Autoencoder,
  params: Params,
  images: tf.Tensor2D,
  key: Key,
  draws: number,
): tf.Tensor1D {
  return tf.tidy(() => tf.reshape(logSumExp(logJoint(vae, params, images, key, draws), -1), [images.shape[0]]));
}

/**
 * Estimates of log p(image, class), [count, classes], in nats, as in {@link logEvidence}: a softmax of a row is what the model itself
 * thinks of the image's class, without its classifier. One column for a model without classes.
 */
export function logJoint(vae: Autoencoder, params: Params, images: tf.Tensor2D, key: Key, draws: number): tf.Tensor2D {
  return tf.tidy(() => {
    const weights = logWeights(vae, params, images, key, draws);
    return tf.sub<tf.Tensor2D>(logSumExp(weights, 0), Math.log(draws));
  });
}

/**
 * An estimate of the evidence lower bound of each image given each class, E_q(z | x, y) [log p(x, y, z) - log q(z | x, y)], in nats,
 * [count, classes]: the mean over so many draws. One column for a model without classes.
 */
export function classElbos(vae: Autoencoder, params: Params, images: tf.Tensor2D, key: Key, draws = 1): tf.Tensor2D {
  return tf.tidy(() => tf.mean<tf.Tensor2D>(logWeights(vae, params, images, key, draws), 0));
}

/** The evidence lower bound of each image with its class summed out under q(class | image), in nats, [count]. */
export function imageElbo(vae: Autoencoder, params: Params, images: tf.Tensor2D, key: Key, draws = 1): tf.Tensor1D {
  return tf.tidy(() => {
    const elbos = classElbos(vae, params, images, key, draws);
    if (vae.options.classes === 0) return tf.reshape(elbos, [images.shape[0]]);
    const q = classify(vae, params, images);
    const surprise = tf.log(tf.maximum(q, 1e-30));
    return tf.sum(tf.mul(q, tf.sub(elbos, surprise)), -1);
  });
}

/** log p(x, z_k, y) - log q(z_k | x, y) at draws z_k of the encoder, [draws, count, classes]. */
function logWeights(vae: Autoencoder, params: Params, images: tf.Tensor2D, key: Key, draws: number): tf.Tensor {
  const { classes, encoder } = vae.options;
  return using<tf.Tensor, tf.Tensor>(params, () => {
    const features = encoder.features(images);
    const columns = Array.from({ length: Math.max(1, classes) }, (_, label) => {
      const labels = classes === 0 ? undefined : oneHot(label, images.shape[0], classes);
      const outputs = encoderOutputs(features, labels, vae);
      const terms = Array.from({ length: draws }, (_unused, k) =>
        logWeight(vae, images, labels, outputs, fold(fold(key, label), k)),
      );
      return tf.sub(tf.stack(terms), Math.log(Math.max(1, classes)));
    });
    return tf.stack(columns, -1);
  });
}

/** log p(x | z, y) + log p(z) - log q(z | x, y) at one draw of z, [count]. */
function logWeight(
  { options, latents }: Autoencoder,
  images: tf.Tensor2D,
  labels: tf.Tensor | undefined,
  outputs: ReturnType<typeof encoderOutputs>,
  key: Key,
): tf.Tensor {
  return tf.tidy(() => {
    const sites = latents.map((latent) => {
      const posterior = latent.posterior(outputs(latent));
      const value = posterior.sample(fold(key, latent.name));
      return { name: latent.name, value, weight: tf.sub(latent.prior().logProb(value), posterior.logProb(value)) };
    });
    const values = Object.fromEntries(sites.map(({ name, value }) => [name, value]));
    const output = decode(values, labels, undefined, options);
    const pixels = pixelDistribution(output, values['exposure'], options).logProb(images);
    return sites.reduce<tf.Tensor>((sum, { weight }) => tf.add(sum, weight), tf.sum(pixels, -1));
  });
}

function oneHot(label: number, count: number, classes: number): tf.Tensor2D {
  return tf.oneHot(tf.fill([count], label, 'int32'), classes) as tf.Tensor2D;
}
