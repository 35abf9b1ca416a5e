import * as tf from '@tensorflow/tfjs-core';
import { pickImages, poseMatrix, quantile, warp, type ImageSet } from '../../data/index.js';
import { encode, generateImages, type Autoencoder, type LatentValues, type Params } from '../../models/index.js';
import { choose, key } from '../../num/index.js';
import { explainImages } from './explain.js';
import { classProbabilities, mostProbable } from './measure.js';
import { chunks, oneHotRows, rows } from './rows.js';

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
   * The median distance in degrees, modulo half a turn, of the angle of a rotated image from that of the image, rotated as much; 45 is
   * chance. Absent without rotation.
   */
  readonly angleError?: number;
}

/** From this error on an angle says nothing. */
export const LOST_ANGLE = 15;
/** How far images are rotated to see whether the angle follows: no part of a circle that a network might be built for. */
const ROTATION = Math.PI / 6;

/** Images looked at. */
const LOOKED_AT = 600;
const CHUNK = 100;

/** Measures what the decoder knows on some images of a set. */
export function knowledgeOf(vae: Autoencoder, params: Params, all: ImageSet, classNames: readonly string[]): Knowledge {
  const set = pickImages(all, choose(key(0), all.count, Math.min(LOOKED_AT, all.count)));
  const { classes, contentDim } = vae.options;
  const predicted =
    classes === 0 ? Array<number>(set.count).fill(0) : [...mostProbable(classProbabilities(vae, params, set), classes)];
  const drawn = reconstructions(vae, params, set, predicted);
  const sums = predicted.map((_, i) => residualOf(set, drawn, i));
  const angles = angleErrors(vae, params, set);
  const names = classes === 0 ? [''] : Array.from({ length: classes }, (_, k) => classNames[k] ?? `class ${k}`);
  const shares = Array.from({ length: contentDim }, (_, latent) => {
    const held = reconstructions(vae, params, set, predicted, latent);
    return explained(sums) - explained(predicted.map((_, i) => residualOf(set, held, i)));
  });
  const byClass = names.map((name, label) => {
    const own = predicted.flatMap((one, i) => (one === label ? [i] : []));
    const error = angles === undefined ? NaN : quantile(Float64Array.from(own, (i) => angles[i] ?? NaN).sort(), 0.5);
    return {
      name,
      count: own.length,
      explainedVariance: explained(own.flatMap((i) => sums[i] ?? [])),
      ...(Number.isFinite(error) && { angleError: error }),
    };
  });
  return { explainedVariance: explained(sums), byClass, latentShares: shares };
}

/** Of an image: what is missed of it, and the sums that its pixels' variance comes from. */
interface Residual {
  readonly missed: number;
  readonly pixels: number;
  readonly sum: number;
  readonly squares: number;
}

/** One less the share of what is missed in the variance of all pixels of some images. */
function explained(images: readonly Residual[]): number {
  const total = (part: keyof Residual): number => images.reduce((sum, one) => sum + one[part], 0);
  return 1 - total('missed') / (total('squares') - total('sum') ** 2 / total('pixels'));
}

function residualOf({ images, height, width }: ImageSet, drawn: Float32Array, i: number): Residual {
  const image = images.subarray(i * height * width, (i + 1) * height * width);
  let [missed, sum, squares] = [0, 0, 0];
  image.forEach((grey, p) => {
    missed += (grey - (drawn[i * image.length + p] ?? 0)) ** 2;
    sum += grey;
    squares += grey * grey;
  });
  return { missed, pixels: image.length, sum, squares };
}

/** Each image as the decoder draws it at the centre of what the encoder says, one content latent held at its mean if asked for. */
function reconstructions(
  vae: Autoencoder,
  params: Params,
  set: ImageSet,
  predicted: readonly number[],
  held?: number,
): Float32Array {
  const { classes } = vae.options;
  const all = new Float32Array(set.count * set.height * set.width);
  for (const indices of chunks(set.count, CHUNK)) {
    tf.tidy(() => {
      const labels =
        classes === 0
          ? undefined
          : oneHotRows(
              indices.map((i) => predicted[i] ?? 0),
              classes,
            );
      const found = encode(vae, params, rows(set, indices), labels);
      const latents = held === undefined ? found : withHeld(found, held);
      all.set(generateImages(vae, params, latents, labels).dataSync(), (indices[0] ?? 0) * set.height * set.width);
    });
  }
  return all;
}

function withHeld(latents: LatentValues, held: number): LatentValues {
  const { content } = latents;
  if (content === undefined) return latents;
  const isHeld = tf.equal(tf.range(0, content.shape[1] ?? 1), held);
  const mean = tf.mean(content, 0, true);
  return { ...latents, content: tf.where(isHeld, tf.add(tf.zerosLike(content), mean), content) };
}

/** For each image how far its angle is from following a rotation, degrees modulo half a turn. */
function angleErrors(vae: Autoencoder, params: Params, set: ImageSet): Float64Array | undefined {
  if (!vae.options.invariances.includes('rotation')) return undefined;
  const places = [...Array(set.count).keys()];
  const rotation = places.map(() => poseMatrix({ angle: ROTATION }));
  const rotated = { ...set, images: warp(set, places, rotation, { outside: 'reflect' }) };
  const [before, after] = [set, rotated].map((one) =>
    chunks(set.count, CHUNK).flatMap((indices) =>
      explainImages(vae, params, one, indices).map(({ angle = NaN }) => angle),
    ),
  );
  return Float64Array.from(places, (i) => {
    const off = (after?.[i] ?? NaN) - (before?.[i] ?? NaN) - ROTATION;
    return (Math.abs(off - Math.PI * Math.round(off / Math.PI)) * 180) / Math.PI;
  });
}
