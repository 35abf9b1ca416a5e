import * as tf from '@tensorflow/tfjs-core';
import { replay, type Trace } from '../ppl/index.js';
import { encoderOutputs, type Autoencoder } from './autoencoder.js';
import { classifierLogits } from './classifier.js';
import { frameViewsOf, viewed } from './frameViews.js';
import { decode } from './decoder.js';
import type { LatentValues } from './latents.js';
import { greyValue } from './likelihood.js';

/** Constrained parameter values by name, as `svi(...).params(state)` gives them. */
export type Params = Readonly<Record<string, tf.Tensor>>;

/**
 * The class probabilities q(class | image) of images [count, pixels]: [count, classes]. They do not change with the turns and mirror
 * images that `classifierSymmetry` averages over.
 */
export function classify({ options }: Autoencoder, params: Params, images: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const views = frameViewsOf(options).map((view) => viewed(images, options.image, view));
    return using(params, () => tf.softmax(tf.mean(tf.stack(views.map((view) => classifierLogits(view, options))), 0)));
  });
}

/**
 * The centre of q(latents | image, class) for images [count, pixels], each latent [count, size].
 *
 * @param labels one-hot classes [count, classes], if the model has classes
 */
export function encode(
  { options, latents }: Autoencoder,
  params: Params,
  images: tf.Tensor2D,
  labels?: tf.Tensor2D,
): Readonly<Record<string, tf.Tensor>> {
  return tf.tidy(() =>
    using(params, () => {
      const outputs = encoderOutputs(images, labels, options, latents);
      return Object.fromEntries(latents.map((latent) => [latent.name, latent.centre(outputs(latent))]));
    }),
  );
}

/** The images that latents [count, size] (and one-hot classes) stand for: [count, pixels], grey values in [0, 1]. */
export function generateImages(
  { options }: Autoencoder,
  params: Params,
  latents: LatentValues,
  labels?: tf.Tensor2D,
): tf.Tensor2D {
  return tf.tidy(() => using(params, () => greyValue(decode(latents, labels, undefined, options))));
}

/** Runs `body` with given parameter values, whatever else they hold. */
export function using<T extends tf.Tensor | Readonly<Record<string, tf.Tensor>>, R>(params: Params, body: () => T): R {
  // The bodies above return matrices by the shapes of their inputs.
  return replay(NOTHING, body, params)() as unknown as R;
}

const NOTHING: Trace = { sites: new Map(), plates: new Map(), result: undefined };
