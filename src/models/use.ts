import * as tf from '@tensorflow/tfjs-core';
import { rotatedViews } from '../nn/index.js';
import { replay, type Trace } from '../ppl/index.js';
import { decode, encoderOutputs, type Autoencoder } from './autoencoder.js';
import type { LatentValues } from './latents.js';
import { greyValue } from './likelihood.js';
import type { ResolvedOptions } from './options.js';

/** Constrained parameter values by name, as `svi(...).params(state)` gives them. */
export type Params = Readonly<Record<string, tf.Tensor>>;

/**
 * The class probabilities q(class | image) of images [count, pixels]: [count, classes]. With `classifierSymmetry: 'frame'` they do not
 * change with the rotations and reflections of the frame.
 */
export function classify({ options }: Autoencoder, params: Params, images: tf.Tensor2D): tf.Tensor2D {
  const { encoder, classes, classifierSymmetry } = options;
  return tf.tidy(() => {
    const views = classifierSymmetry === 'frame' ? frameViews(images, options) : [images];
    const logits = (): tf.Tensor[] => views.map((view) => encoder.classLogits(encoder.features(view), classes));
    return using(params, () => tf.softmax(tf.mean(tf.stack(logits()), 0)));
  });
}

/** An image and its reflection, each rotated to fit the frame; where the encoder does so by itself it need not be done here. */
function frameViews(images: tf.Tensor2D, { image, encoder }: ResolvedOptions): tf.Tensor2D[] {
  const { height, width } = image;
  const rows = tf.reshape<tf.Rank.R4>(images, [-1, height, width, 1]);
  const all = height === width ? 4 : 2;
  const rotations = encoder.views === all ? 1 : all;
  return [rows, tf.reverse(rows, 2)].flatMap((shown) =>
    tf
      .split(rotatedViews(shown, rotations), rotations)
      .map((view) => tf.reshape<tf.Rank.R2>(view, [-1, height * width])),
  );
}

/**
 * The centre of q(latents | image, class) for images [count, pixels], each latent [count, size].
 *
 * @param labels one-hot classes [count, classes], if the model has classes
 */
export function encode(
  vae: Autoencoder,
  params: Params,
  images: tf.Tensor2D,
  labels?: tf.Tensor2D,
): Readonly<Record<string, tf.Tensor>> {
  return tf.tidy(() =>
    using(params, () => {
      const outputs = encoderOutputs(vae.options.encoder.features(images), labels, vae);
      return Object.fromEntries(vae.latents.map((latent) => [latent.name, latent.centre(outputs(latent))]));
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
  return tf.tidy(() => using(params, () => greyValue(decode(latents, labels, undefined, options), latents.exposure)));
}

/** Runs `body` with given parameter values, whatever else they hold. */
export function using<T extends tf.Tensor | Readonly<Record<string, tf.Tensor>>, R>(params: Params, body: () => T): R {
  // The bodies above return matrices by the shapes of their inputs.
  return replay(NOTHING, body, params)() as unknown as R;
}

const NOTHING: Trace = { sites: new Map(), plates: new Map(), result: undefined };
