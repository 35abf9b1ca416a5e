import * as tf from '@tensorflow/tfjs-core';
import type { Cards } from '../../data/index.js';
import { encode, placeOf, type LatentValues } from '../../models/index.js';
import { angleOf, inParts, oneHotRows, rows } from '../train/index.js';
import type { OpenModel } from './contenders.js';

/** What a model infers from images of given class: the centres of its guide, [image] each. */
export interface CardLatents {
  /** [latent][image] */
  readonly content: readonly Float32Array[];
  /** Absent of a model without a pose. */
  readonly pose?: {
    /** Radians counter-clockwise as seen. */
    readonly angle: Float32Array;
    /** Where the object's centre lies, grid units to the right and down. */
    readonly shiftX: Float32Array;
    readonly shiftY: Float32Array;
  };
}

/** Images encoded at a time. */
const CHUNK = 256;

/** Content and pose of some cards under their true classes, so that what a latent means is not mixed with wrong classes. */
export function cardLatents({ vae, params }: OpenModel, cards: Cards, indices: readonly number[]): CardLatents {
  const { contentDim, invariances } = vae.options;
  const width = contentDim + 3;
  const table = inParts(indices.length, CHUNK, (places) => {
    const own = places.map((place) => indices[place] ?? 0);
    const labels = oneHotRows(
      own.map((index) => cards.labels[index] ?? 0),
      vae.options.classes,
    );
    const latents: LatentValues = encode(vae, params, rows(cards, own), labels);
    const none = (count: number): tf.Tensor => tf.zeros([own.length, count]);
    const pose = [angleOf(latents, vae.options) ?? none(1), placeOf(latents, vae.options) ?? none(2)];
    return tf.concat([latents.content ?? none(contentDim), ...pose], 1);
  });
  const column = (k: number): Float32Array => Float32Array.from(indices, (_, i) => table[i * width + k] ?? NaN);
  const content = Array.from({ length: contentDim }, (_, k) => column(k));
  const [angle, shiftX, shiftY] = [0, 1, 2].map((k) => column(contentDim + k)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  return invariances.length === 0 ? { content } : { content, pose: { angle, shiftX, shiftY } };
}
