import * as tf from '@tensorflow/tfjs-core';
import { augment, poseMatrix, warp, type GridPose } from '../../data/index.js';
import type { Autoencoder, KnownPose, LabelledImages } from '../../models/index.js';
import { fold, type Key } from '../../num/index.js';
import type { TrainingConfig } from '../config/index.js';
import { labelledBatch, posesFor } from './labelledBatch.js';
import type { LabelledSet } from './taskData.js';

/** Turns, shifts and sizes are the pose's. */
const lookOnly = { rotation: false, mirror: false, shift: 0, zoom: 0 } as const;

/** Upright, centred images of known class in poses from the model's prior, which are known as it is we who move them. */
export function movedUpright(
  source: LabelledSet,
  vae: Autoencoder,
  { augment: isAugmented }: TrainingConfig,
): (indices: readonly number[], key: Key) => LabelledImages {
  const { set } = source;
  const posesOf = posesFor(vae);
  return (indices, key) => {
    const poses = posesOf(fold(key, 'poses'), indices.length);
    const moved = warp(set, indices, poses.map(poseMatrix));
    const all = { ...set, images: moved, count: indices.length };
    const images = isAugmented ? augment(all, [...indices.keys()], fold(key, 'look'), lookOnly) : moved;
    return { ...labelledBatch(source, indices, vae.options.classes, images), pose: knownPose(poses) };
  };
}

function knownPose(poses: readonly GridPose[]): KnownPose {
  return {
    angle: tf.tensor1d(poses.map(({ angle = 0 }) => angle)),
    shift: tf.tensor2d(poses.map(({ shiftX = 0, shiftY = 0 }) => [shiftX, shiftY])),
    scale: tf.tensor1d(poses.map(({ scale = 1 }) => scale)),
  };
}
