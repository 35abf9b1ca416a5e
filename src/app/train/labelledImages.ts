import * as tf from '@tensorflow/tfjs-core';
import {
  augment,
  compose,
  objectMatrix,
  poseMatrix,
  warp,
  type Affine,
  type AugmentOptions,
} from '../../data/index.js';
import type { Autoencoder, LabelledImages } from '../../models/index.js';
import { fold, uniformArray, type Key } from '../../num/index.js';
import type { TrainingConfig } from '../config/index.js';
import { drawPoses, knownPose } from './poses.js';
import { labelledRows, pixelsOf } from './rows.js';
import type { LabelledSet, TaskData } from './taskData.js';

/** Makes a batch of some images of known class; the caller frees it. */
export type Shown = (indices: readonly number[], key: Key) => LabelledImages;

/** Of what `augment` varies, what belongs to the pose: a zoom stays where the model has no latent for it. */
const poseOptions = { rotation: false, mirror: false, shift: 0 } as const;

/**
 * How labelled images are shown. `known`: upright, centred ones moved by poses drawn from the prior, which are told to the model.
 * `given`: in the poses that they are in, which are inferred; where the look varies, each of them twice, rotated by angles of which the model is
 * told that both poses differ by as much.
 */
export function labelledImages(
  source: LabelledSet,
  vae: Autoencoder,
  training: TrainingConfig,
  outside: TaskData['outside'],
): Shown {
  const { set } = source;
  const batch = (indices: readonly number[], images: Float32Array): LabelledImages =>
    labelledRows(source, indices, vae.options.classes, images);
  const relit = (images: Float32Array, count: number, key: Key, look: AugmentOptions): Float32Array =>
    training.augment ? augment({ ...set, images, count }, [...Array(count).keys()], key, look) : images;
  if (training.labelledPoses === 'known') {
    return (indices, key) => {
      const poses = drawPoses(vae, fold(key, 'poses'), indices.length);
      const moved = warp(set, indices, poses.map(objectMatrix), { outside: outside ?? 'zero' });
      return {
        ...batch(indices, relit(moved, indices.length, fold(key, 'look'), poseOptions)),
        pose: knownPose(poses),
      };
    };
  }
  if (!training.augment || !vae.options.invariances.includes('rotation')) {
    return (indices, key) => batch(indices, relit(pixelsOf(set, indices), indices.length, key, noTurns));
  }
  return (indices, key) => {
    const pairs = pairsOf(indices);
    const { maps, rotatedBy } = drawRotations(fold(key, 'rotations'), pairs.length);
    const rotated = warp(set, pairs, maps, { outside: 'reflect' });
    const images = relit(rotated, pairs.length, fold(key, 'look'), noTurns);
    return { ...batch(pairs, images), pose: { rotatedBy: tf.tensor1d(rotatedBy) } };
  };
}

const noTurns = { rotation: false, mirror: false } as const;

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
