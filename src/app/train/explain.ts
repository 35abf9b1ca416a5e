import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../data/index.js';
import {
  classify,
  encode,
  generateImages,
  placeOf,
  type Autoencoder,
  type LatentValues,
  type Params,
} from '../../models/index.js';
import { tidied } from '../../num/index.js';
import { inParts, rows } from './rows.js';

/** Images looked at in one go. */
const CHUNK = 256;

/** What a model makes of an image. */
export interface Explanation {
  readonly predicted: number;
  /** q(class | image), [class]; empty without classes. */
  readonly probabilities: readonly number[];
  /** Radians, counter-clockwise as seen; absent if the model has no rotation. */
  readonly angle?: number;
  /** Where its centre lies, grid units to the right and down; absent if the model has no translation. */
  readonly shift?: readonly [number, number];
  /** A factor of its size; absent if the model has no latent for it. */
  readonly scale?: number;
  readonly content: readonly number[];
  /** Grey values, [height × width]. */
  readonly reconstruction: Float32Array;
}

/** What a model makes of images [count, pixels], each under its most probable class, as tensors of the caller's scope. */
export interface Understanding {
  /** q(class | image) and the most probable class as a one-hot row, [count, classes]; absent without classes. */
  readonly probabilities?: tf.Tensor2D;
  readonly labels?: tf.Tensor2D;
  /** The centres of the posteriors, [count, size] each. */
  readonly latents: LatentValues;
}

export function understand(vae: Autoencoder, params: Params, images: tf.Tensor2D): Understanding {
  const { classes } = vae.options;
  if (classes === 0) return { latents: encode(vae, params, images) };
  const probabilities = classify(vae, params, images);
  const labels = tf.oneHot(tf.argMax(probabilities, 1), classes) as tf.Tensor2D;
  return { probabilities, labels, latents: encode(vae, params, images, labels) };
}

/** The class, pose, content and reconstruction of some images of a set, each under its most probable class. */
export function explainImages(
  vae: Autoencoder,
  params: Params,
  set: ImageSet,
  indices: readonly number[],
): Explanation[] {
  return tidied(() => {
    const { probabilities, labels, latents } = understand(vae, params, rows(set, indices));
    const classes = numbersOf(probabilities);
    const angle = numbersOf(angleOf(latents, vae.options));
    const [place, scale, content] = [placeOf(latents, vae.options), latents.scale, latents.content].map(numbersOf);
    const drawn = numbersOf(generateImages(vae, params, latents, labels));
    return indices.map((_, i) => {
      const own = classes?.[i] ?? [];
      const [right = 0, down = 0] = place?.[i] ?? [];
      return {
        predicted: Math.max(0, own.indexOf(Math.max(...own))),
        probabilities: own,
        ...(angle && { angle: angle[i]?.[0] ?? NaN }),
        ...(place && { shift: [right, down] as const }),
        ...(scale && { scale: Math.exp((scale[i]?.[0] ?? NaN) * vae.options.scaleUnit) }),
        content: content?.[i] ?? [],
        reconstruction: Float32Array.from(drawn?.[i] ?? []),
      };
    });
  });
}

/** Radians counter-clockwise as seen, [count, 1]; undefined without rotation. */
export function angleOf({ angle }: LatentValues, { anglePrior }: Autoencoder['options']): tf.Tensor | undefined {
  if (angle === undefined || anglePrior === 'normal') return angle;
  const [cos = angle, sin = angle] = tf.split(angle, 2, -1);
  return tf.atan2(sin, cos);
}

function numbersOf(matrix: tf.Tensor | undefined): number[][] | undefined {
  return matrix?.arraySync() as number[][] | undefined;
}

/** The content of images of a set, and the class that each is taken for, 0 without classes. */
export function contentsOf(
  vae: Autoencoder,
  params: Params,
  set: ImageSet,
): { readonly predicted: Int32Array; readonly content: number[][] } {
  const { contentDim } = vae.options;
  const all = inParts(set.count, CHUNK, (indices) => {
    const { labels, latents } = understand(vae, params, rows(set, indices));
    const predicted = labels === undefined ? tf.zeros([indices.length]) : tf.cast(tf.argMax(labels, 1), 'float32');
    return tf.concat([tf.expandDims(predicted, 1), ...(latents.content === undefined ? [] : [latents.content])], 1);
  });
  const row = (i: number): number[] => [...all.subarray(i * (contentDim + 1), (i + 1) * (contentDim + 1))];
  const images = Array.from({ length: set.count }, (_, i) => row(i));
  return {
    predicted: Int32Array.from(images, ([label = 0]) => label),
    content: images.map(([, ...content]) => content),
  };
}
