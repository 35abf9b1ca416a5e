import { augment, objectMatrix, warp, type AugmentOptions } from '../../data/index.js';
import type { Autoencoder, LabelledImages } from '../../models/index.js';
import { fold, type Key } from '../../num/index.js';
import type { TrainingConfig } from '../config/index.js';
import { drawPoses, knownPose } from './poses.js';
import { oneHotRows, pixelsOf, rowsOf } from './rows.js';
import type { LabelledSet, TaskData } from './taskData.js';

/** Makes a batch of some images of known class; the caller frees it. */
export type Shown = (indices: readonly number[], key: Key) => LabelledImages;

/** Of what `augment` varies, what belongs to the pose: a zoom stays where the model has no latent for it. */
const poseOptions = { rotation: false, mirror: false, shift: 0 } as const;

/**
 * How labelled images are shown. `known`: upright, centred ones moved by poses drawn from the prior, which are told to the model.
 * `given`: in the poses that they are in, which are inferred; where the look varies, turned and mirrored as well.
 */
export function labelledImages(
  source: LabelledSet,
  vae: Autoencoder,
  training: TrainingConfig,
  outside: TaskData['outside'],
): Shown {
  const { set, labels } = source;
  const classes = vae.options.classes;
  const batch = (indices: readonly number[], images: Float32Array): LabelledImages => {
    return {
      images: rowsOf(set, images),
      labels: oneHotRows(
        indices.map((index) => labels[index] ?? 0),
        classes,
      ),
    };
  };
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
  const turns = vae.options.invariances.includes('rotation');
  return (indices, key) =>
    batch(indices, relit(pixelsOf(set, indices), indices.length, key, { rotation: turns, mirror: turns }));
}
