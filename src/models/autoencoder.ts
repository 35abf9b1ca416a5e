import type * as tf from '@tensorflow/tfjs-core';
import { oneHotCategorical, type Distribution } from '../dist/index.js';
import { lastSlice, viewStep, type Features } from '../nn/index.js';
import type { Batch } from './batch.js';
import { deformation } from './deformation.js';
import { contentLatents, poseLatents, type Latent, type LatentValues } from './latents.js';
import type { ResolvedOptions } from './options.js';
import { readingMap } from './pose.js';
import { meanOfViews } from './views.js';

/** A model and its guide as plain programs, with what they are made of. */
export interface Autoencoder {
  readonly options: ResolvedOptions;
  /** The latents of the pose, and all. */
  readonly pose: readonly Latent[];
  readonly latents: readonly Latent[];
  /** Whether a batch may have labelled images. */
  readonly isSupervised: boolean;
  model(this: void, batch: Batch): void;
  guide(this: void, batch: Batch): void;
}

/** What an autoencoder's model and guide are made of. */
export interface Parts {
  readonly options: ResolvedOptions;
  readonly pose: readonly Latent[];
  readonly content: readonly Latent[];
  readonly latents: readonly Latent[];
}

export function partsFor(options: ResolvedOptions): Parts {
  const [pose, content] = [poseLatents(options), contentLatents(options)];
  return { options, pose, content, latents: [...pose, ...content] };
}

/** q(class | image). @param features [...batch, views, width] each */
export function classPosterior(features: Features, { encoder, classes }: ResolvedOptions): Distribution {
  return oneHotCategorical({ logits: encoder.classLogits(features, classes) });
}

/**
 * For each latent its share of what the encoder says of features and class, the mean over views, [...batch, latent.outputs].
 *
 * @param features [...batch, views, width] each
 * @param label one-hot class [...batch, classes], if there are classes
 */
export function encoderOutputs(
  features: Features,
  label: tf.Tensor | undefined,
  { options, latents }: Pick<Parts, 'options' | 'latents'>,
): (latent: Latent) => tf.Tensor {
  const ends = latents.reduce<number[]>((sums, latent) => [...sums, (sums.at(-1) ?? 0) + latent.outputs], []);
  const all = options.encoder.outputs(features, label, ends.at(-1) ?? 0);
  return (latent) => {
    const own = lastSlice(all, (ends[latents.indexOf(latent)] ?? 0) - latent.outputs, latent.outputs);
    return meanOfViews(own, latent.rotatesAs, viewStep(options.image));
  };
}

/**
 * The decoder's output at the pose, for all pixels or some.
 *
 * @param label one-hot class [...batch, classes], if there are classes
 * @returns [...batch, pixels]
 */
export function decode(
  values: LatentValues,
  label: tf.Tensor | undefined,
  pixels: readonly number[] | undefined,
  options: ResolvedOptions,
): tf.Tensor {
  const { content } = values;
  const deforms = content !== undefined && options.deformations > 0;
  const map = readingMap(values, deforms ? deformation(content, options.deformations) : undefined, options);
  return options.decoder({
    codes: [content, label].filter((code) => code !== undefined),
    ...(map !== undefined && { map }),
    ...(pixels !== undefined && { pixels }),
  });
}
