import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../data/index.js';
import type { LabelledImages } from '../../models/index.js';
import type { LabelledSet } from './taskData.js';

/** Some images of a set as they are, [indices, pixels]. */
export function pixelsOf({ images, height, width }: ImageSet, indices: readonly number[]): Float32Array {
  const pixels = height * width;
  const values = new Float32Array(indices.length * pixels);
  indices.forEach((index, i) => {
    values.set(images.subarray(index * pixels, (index + 1) * pixels), i * pixels);
  });
  return values;
}

/** Some images of a set as a tensor, [indices, pixels]. */
export function rows(set: ImageSet, indices: readonly number[]): tf.Tensor2D {
  return rowsOf(set, pixelsOf(set, indices));
}

/** Images of the size of a set's as a tensor, [image, pixels]. */
export function rowsOf({ height, width }: ImageSet, images: Float32Array): tf.Tensor2D {
  return tf.tensor2d(images, [images.length / (height * width), height * width]);
}

/** One-hot rows, [labels, classes]. */
export function oneHotRows(labels: readonly number[], classes: number): tf.Tensor2D {
  const values = labels.flatMap((label) => Array.from({ length: classes }, (_, k) => Number(k === label)));
  return tf.tensor2d(values, [labels.length, classes]);
}

/** A batch of some images of a set as they are shown, with their classes; the caller frees it. */
export function labelledRows(
  { set, labels }: LabelledSet,
  indices: readonly number[],
  classes: number,
  images: Float32Array,
): LabelledImages {
  const own = indices.map((index) => labels[index] ?? 0);
  return { images: rowsOf(set, images), labels: oneHotRows(own, classes) };
}

/** What `body` makes of `total` things, so many at a time, given their places: the numbers of one part after the other. */
export function inParts(total: number, size: number, body: (places: readonly number[]) => tf.Tensor): Float32Array {
  return joined(chunks(total, size).map((places) => tf.tidy(() => Float32Array.from(body(places).dataSync()))));
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((start, part) => {
    all.set(part, start);
    return start + part.length;
  }, 0);
  return all;
}

/** `count` consecutive numbers at a time, from 0 to `total`. */
export function chunks(total: number, count: number): number[][] {
  return Array.from({ length: Math.ceil(total / count) }, (_, i) =>
    Array.from({ length: Math.min(count, total - i * count) }, (_unused, j) => i * count + j),
  );
}
