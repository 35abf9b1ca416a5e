import * as tf from '@tensorflow/tfjs-core';
import type { Cards } from '../../data/index.js';
import { encode } from '../../models/index.js';
import { chunks, oneHotRows, rows } from '../train/index.js';
import type { OpenModel } from './contenders.js';

/** What a model infers from images whose class it is told: the centres of its guide, [image] each. */
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
  const { anglePrior, shiftUnit, contentDim } = vae.options;
  const column = (): Float32Array => new Float32Array(indices.length);
  const content = Array.from({ length: contentDim }, column);
  const pose = { angle: column(), shiftX: column(), shiftY: column() };
  for (const places of chunks(indices.length, CHUNK)) {
    const found = encoded(
      { vae, params },
      cards,
      places.map((place) => indices[place] ?? 0),
    );
    places.forEach((place, i) => {
      content.forEach((values, k) => (values[place] = found.content[i * contentDim + k] ?? 0));
      const [first = 0, second = 0] =
        anglePrior === 'normal' ? [found.angle[i]] : found.angle.subarray(2 * i, 2 * i + 2);
      pose.angle[place] = anglePrior === 'normal' ? first : Math.atan2(second, first);
      pose.shiftX[place] = (found.shift[2 * i] ?? 0) * shiftUnit;
      pose.shiftY[place] = (found.shift[2 * i + 1] ?? 0) * shiftUnit;
    });
  }
  return vae.options.invariances.length === 0 ? { content } : { content, pose };
}

function encoded(
  { vae, params }: OpenModel,
  cards: Cards,
  indices: readonly number[],
): Record<'content' | 'angle' | 'shift', Float32Array> {
  const classes = indices.map((index) => cards.labels[index] ?? 0);
  const [content, angle, shift] = tf.tidy(() => {
    const latents = encode(vae, params, rows(cards, indices), oneHotRows(classes, vae.options.classes));
    return [latents['content'], latents['angle'], latents['shift']].map((tensor) =>
      tensor === undefined ? new Float32Array(0) : Float32Array.from(tensor.dataSync()),
    );
  });
  const none = new Float32Array(0);
  return { content: content ?? none, angle: angle ?? none, shift: shift ?? none };
}
