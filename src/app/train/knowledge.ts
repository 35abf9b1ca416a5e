import * as tf from '@tensorflow/tfjs-core';
import { pickImages, poseMatrix, quantile, warp, type ImageSet } from '../../data/index.js';
import { generateImages, type Autoencoder, type LatentValues, type Params } from '../../models/index.js';
import { choose, key } from '../../num/index.js';
import { angleOf, understand } from './explain.js';
import { inParts, rows, rowsOf } from './rows.js';

/** What a decoder knows of images that were not made for it. */
export interface Knowledge {
  /** The share of the variance of all pixels that reconstructions explain: 0 for a decoder that knows nothing. */
  readonly explainedVariance: number;
  /** By class of the model; one without a name for a model without classes. */
  readonly byClass: readonly ClassKnowledge[];
  /** How much less is explained when a content latent is held at its mean, [latent]. */
  readonly latentShares: readonly number[];
}

export interface ClassKnowledge {
  readonly name: string;
  /** How many of the images that were looked at are taken for this class. */
  readonly count: number;
  readonly explainedVariance: number;
  /**
   * The median distance in degrees, modulo half a turn, from the angle of a rotated image to the image's own angle plus the rotation; 45 is
   * chance. Absent without rotation.
   */
  readonly angleError?: number;
}

/** From this error on an angle says nothing. */
export const LOST_ANGLE = 15;
/** How far images are rotated to see whether the angle follows: no part of a circle that a network might be built for. */
const ROTATION = Math.PI / 6;
const ROTATED = poseMatrix({ angle: ROTATION });

/** Images looked at. */
const LOOKED_AT = 600;
const CHUNK = 100;

/** Measures what the decoder knows on some images of a set. */
export function knowledgeOf(vae: Autoencoder, params: Params, all: ImageSet, classNames: readonly string[]): Knowledge {
  const set = pickImages(all, choose(key(0), all.count, Math.min(LOOKED_AT, all.count)));
  const { classes, contentDim } = vae.options;
  const table = inParts(set.count, CHUNK, (indices) => lookAt(vae, params, set, indices));
  const width = table.length / set.count;
  const images = Array.from({ length: set.count }, (_, i) => lookOf(table.subarray(i * width, (i + 1) * width), set));
  const names = classes === 0 ? [''] : Array.from({ length: classes }, (_, k) => classNames[k] ?? `class ${k}`);
  const byClass = names.map((name, label) => {
    const own = images.filter(({ predicted }) => predicted === label);
    const error = quantile(Float64Array.from(own, ({ angleError }) => angleError).sort(), 0.5);
    const found = { name, count: own.length, explainedVariance: explained(own) };
    return Number.isFinite(error) ? { ...found, angleError: error } : found;
  });
  const whole = explained(images);
  const latentShares = Array.from({ length: contentDim }, (_, k) => whole - explained(images, k + 1));
  return { explainedVariance: whole, byClass, latentShares };
}

/**
 * Of each of some images, a column each: the class that it is taken for; its sum and sum of squares; its angle, and that of the image
 * rotated, NaN without rotation; what its reconstruction misses of it, and what that with each content latent held at its mean does.
 */
function lookAt(vae: Autoencoder, params: Params, set: ImageSet, indices: readonly number[]): tf.Tensor {
  const images = rows(set, indices);
  const { labels, latents } = understand(vae, params, images);
  const column = (x: tf.Tensor): tf.Tensor => tf.reshape(tf.cast(x, 'float32'), [-1, 1]);
  const none = tf.zeros([indices.length, 1]);
  const angleIn = (given: LatentValues): tf.Tensor => angleOf(given, vae.options) ?? tf.mul(none, NaN);
  const rotated = (): tf.Tensor2D =>
    rowsOf(
      set,
      warp(
        set,
        indices,
        indices.map(() => ROTATED),
        { outside: 'reflect' },
      ),
    );
  const after = latents.angle === undefined ? latents : understand(vae, params, rotated()).latents;
  const drawn = [latents, ...eachHeld(latents)].map((one) => generateImages(vae, params, one, labels));
  return tf.concat(
    [
      labels === undefined ? none : column(tf.argMax(labels, 1)),
      column(tf.sum(images, 1)),
      column(tf.sum(tf.square(images), 1)),
      angleIn(latents),
      angleIn(after),
      ...drawn.map((one) => column(tf.sum(tf.squaredDifference(images, one), 1))),
    ],
    1,
  );
}

/** The latents with one of the content held at its mean, for each of it. */
function eachHeld({ content, ...others }: LatentValues): LatentValues[] {
  if (content === undefined) return [];
  const [mean, width] = [tf.mean(content, 0, true), content.shape[1] ?? 0];
  return Array.from({ length: width }, (_, held) => {
    const isHeld = tf.equal(tf.range(0, width), held);
    return { ...others, content: tf.where(isHeld, tf.mul(tf.onesLike(content), mean), content) };
  });
}

/** What was seen of an image. */
interface Look {
  readonly predicted: number;
  readonly pixels: number;
  readonly sum: number;
  readonly squares: number;
  /** Degrees modulo half a turn; NaN without rotation. */
  readonly angleError: number;
  /** By its reconstruction, and by that with each latent held. */
  readonly missed: readonly number[];
}

function lookOf(row: Float32Array, { height, width }: ImageSet): Look {
  const [predicted = 0, sum = 0, squares = 0, before = NaN, after = NaN, ...missed] = row;
  const off = after - before - ROTATION;
  const angleError = (Math.abs(off - Math.PI * Math.round(off / Math.PI)) * 180) / Math.PI;
  return { predicted, pixels: height * width, sum, squares, angleError, missed };
}

/** One less the share of what is missed in the variance of all pixels of some images. */
function explained(images: readonly Look[], drawing = 0): number {
  const total = (part: (look: Look) => number): number => images.reduce((sum, look) => sum + part(look), 0);
  const variance = total(({ squares }) => squares) - total(({ sum }) => sum) ** 2 / total(({ pixels }) => pixels);
  return 1 - total(({ missed }) => missed[drawing] ?? NaN) / variance;
}
