import * as tf from '@tensorflow/tfjs-core';
import { alignedPoses, augment, compose, identity, invert, objectMatrix, poseMatrix, warp } from '../../data/index.js';
import type { Affine, AugmentOptions } from '../../data/index.js';
import type { Autoencoder, LabelledImages } from '../../models/index.js';
import { fold, uniformArray, type Key } from '../../num/index.js';
import type { TrainingConfig } from '../config/index.js';
import { usesScenes } from './classViews.js';
import { drawPoses, knownPose } from './poses.js';
import { labelledRows, pixelsOf } from './rows.js';
import type { LabelledSet, TaskData } from './taskData.js';

/** Makes a batch of some images of known class; the caller frees it. */
export type Shown = (indices: readonly number[], key: Key) => LabelledImages;

/** Of what `augment` varies, what belongs to the pose: a zoom stays where the model has no latent for it. */
const poseOptions = { rotation: false, mirror: false, shift: 0 } as const;

/**
 * How labelled images are shown: moved by poses drawn from the prior, which are given to the model. `known`: they are upright and centred to
 * begin with. `given`: they lie anyhow, which is found beside others of their class (see {@link alignedPoses}). But numbers of touching
 * particles have no picture in common: those come twice, rotated by known angles, by which the poses of the two differ.
 * Without augmentation, or rotation, images of unknown pose come as they are.
 */
export function labelledImages(
  source: LabelledSet,
  vae: Autoencoder,
  training: TrainingConfig,
  { outside, classNames }: Pick<TaskData, 'outside' | 'classNames'>,
): Shown {
  const { set } = source;
  const { augment: isRelit, labelledPoses } = training;
  const relit = (images: Float32Array, key: Key, look: AugmentOptions): Float32Array => {
    const count = images.length / (set.height * set.width);
    return isRelit ? augment({ ...set, images, count }, [...Array(count).keys()], key, look) : images;
  };
  const batch = (indices: readonly number[], images: Float32Array): LabelledImages =>
    labelledRows(source, indices, vae.options.classes, images);
  if (labelledPoses === 'given' && !(isRelit && vae.options.invariances.includes('rotation')))
    return (indices, key) => batch(indices, relit(pixelsOf(set, indices), key, unrotated));
  if (labelledPoses === 'given' && usesScenes(training, classNames))
    return (indices, key) => {
      const pairs = pairsOf(indices);
      const { maps, rotatedBy } = drawRotations(fold(key, 'rotations'), pairs.length);
      const images = relit(warp(set, pairs, maps, { outside: 'reflect' }), fold(key, 'look'), unrotated);
      return { ...batch(pairs, images), pose: { rotatedBy: tf.tensor1d(rotatedBy) } };
    };
  // Two objects that lie off the middle in opposite directions are so far apart.
  const reach = vae.options.invariances.includes('translation') ? 2 * vae.options.shiftUnit : 0;
  const lie = labelledPoses === 'given' ? alignedPoses(set, source.labels, reach) : [];
  const uprightAt = lie.map((pose) => invert(objectMatrix(pose)));
  return (indices, key) => {
    const poses = drawPoses(vae, fold(key, 'poses'), indices.length);
    const maps = poses.map((pose, i) => compose(uprightAt[indices[i] ?? 0] ?? identity, objectMatrix(pose)));
    const moved = warp(set, indices, maps, { outside: outside ?? 'zero' });
    return { ...batch(indices, relit(moved, fold(key, 'look'), poseOptions)), pose: knownPose(poses) };
  };
}

const unrotated = { rotation: false, mirror: false } as const;

/** The first half of some images, twice. */
function pairsOf(indices: readonly number[]): number[] {
  const half = indices.slice(0, Math.ceil(indices.length / 2));
  return [...half, ...half];
}

/** Rotations all around the circle; every other pair, on average, is of the mirror image. */
function drawRotations(key: Key, count: number): { readonly maps: Affine[]; readonly rotatedBy: number[] } {
  const rotatedBy = Array.from(uniformArray(fold(key, 'angle'), count), (u) => 2 * Math.PI * u);
  const flips = uniformArray(fold(key, 'mirror'), count / 2);
  const maps = rotatedBy.map((angle, i) => {
    const mirror = (flips[i % (count / 2)] ?? 0) < 0.5;
    return compose(poseMatrix({ mirror }), poseMatrix({ angle }));
  });
  return { maps, rotatedBy };
}
