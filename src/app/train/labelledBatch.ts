import * as tf from '@tensorflow/tfjs-core';
import { augment, poseMatrix, warp, type GridPose, type ImageSet } from '../../data/index.js';
import type { Autoencoder, LabelledImages } from '../../models/index.js';
import { normalArray, split, uniformArray, type Key } from '../../num/index.js';
import type { TrainingConfig } from '../config/index.js';
import type { LabelledSet } from './taskData.js';

/** Shows some images of a set as a step is to see them: as they are, in random poses, or in poses and random light. */
export type Presenter = (set: ImageSet, indices: readonly number[], key: Key) => Float32Array;

/** How labelled images are presented: p(class | image) does not change with the pose, so they may come in any. */
export function presenterOf(
  vae: Autoencoder,
  { labelledPoses, augment: isAugmented }: TrainingConfig,
  angles: TrainingConfig['viewAngles'] = 'prior',
): Presenter {
  if (isAugmented)
    return (set, indices, key) => augment(set, indices, key, { rotation: hasRotation(vae), mirror: hasRotation(vae) });
  if (labelledPoses === 'given') return (set, indices) => pixelsOf(set, indices);
  return (set, indices, key) => warp(set, indices, posesFor(vae, angles)(key, indices.length).map(poseMatrix));
}

/** How unlabelled images are presented: where labelled ones vary, they come turned and mirrored, in their own light. */
export function turnerOf(vae: Autoencoder, { augment: isAugmented }: TrainingConfig): Presenter {
  if (!isAugmented || !hasRotation(vae)) return (set, indices) => pixelsOf(set, indices);
  return (set, indices, key) => augment(set, indices, key, turnsOnly);
}

const turnsOnly = { shift: 0, zoom: 0, noise: 0, blur: 0, gamma: 0, contrast: 0, offset: 0 } as const;

/** A batch of images of known class; the caller frees it. */
export function labelledBatch(
  { set, labels }: LabelledSet,
  indices: readonly number[],
  classes: number,
  images: Float32Array,
): LabelledImages {
  const oneHot = new Float32Array(indices.length * classes);
  indices.forEach((index, i) => {
    oneHot[i * classes + (labels[index] ?? 0)] = 1;
  });
  return {
    images: rowsOf(set, images),
    labels: tf.tensor2d(oneHot, [indices.length, classes]),
  };
}

/** Poses from the model's own prior; angles from all of the circle instead, if asked for. */
export function posesFor(
  { options }: Autoencoder,
  angles: TrainingConfig['viewAngles'] = 'prior',
): (key: Key, count: number) => GridPose[] {
  const { invariances, anglePrior, angleSpread, shiftUnit, scaleUnit } = options;
  const uses = (name: (typeof invariances)[number]): number => (invariances.includes(name) ? 1 : 0);
  return (key, count) => {
    const [angleKey = key, shiftKey = key, scaleKey = key] = split(key, 3);
    const isCircular = anglePrior === 'projectedNormal' || angles === 'all';
    const turns = isCircular ? uniformArray(angleKey, count) : normalArray(angleKey, count);
    const angleUnit = uses('rotation') * (isCircular ? 2 * Math.PI : angleSpread);
    const shifts = normalArray(shiftKey, 2 * count).map((shift) => uses('translation') * shiftUnit * shift);
    const scales = normalArray(scaleKey, count).map((scale) => Math.max(0.2, 1 + uses('scale') * scaleUnit * scale));
    return Array.from(turns, (turn, i) => ({
      angle: angleUnit * turn,
      shiftX: shifts[2 * i] ?? 0,
      shiftY: shifts[2 * i + 1] ?? 0,
      scale: scales[i] ?? 1,
    }));
  };
}

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

function hasRotation({ options }: Autoencoder): boolean {
  return options.invariances.includes('rotation');
}
