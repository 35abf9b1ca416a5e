import * as tf from '@tensorflow/tfjs-core';
import type { ObjectPose } from '../../data/index.js';
import type { Autoencoder, KnownPose } from '../../models/index.js';
import { fold, uniformArray, type Key } from '../../num/index.js';

/** How far drawn poses go from the middle, in standard deviations of the prior. */
const REACH = 2;

/**
 * Poses all alike within two standard deviations of the model's prior, so that few lie where no object does; angles from all of the
 * circle, if asked for.
 */
export function drawPoses(
  { options }: Autoencoder,
  key: Key,
  count: number,
  angles: 'prior' | 'all' = 'prior',
): ObjectPose[] {
  const { invariances, angleSpread, shiftUnit, scaleUnit } = options;
  const draw = (name: string, most: number, invariance: (typeof invariances)[number]): ArrayLike<number> => {
    const reach = invariances.includes(invariance) ? most : 0;
    return uniformArray(fold(key, name), count).map((u) => reach * (2 * u - 1));
  };
  const rotations = draw('angle', angles === 'all' ? Math.PI : Math.min(Math.PI, REACH * angleSpread), 'rotation');
  const right = draw('x', REACH * shiftUnit, 'translation');
  const down = draw('y', REACH * shiftUnit, 'translation');
  const sizes = draw('scale', REACH * scaleUnit, 'scale');
  return Array.from(rotations, (angle, i) => ({
    angle,
    x: right[i] ?? 0,
    y: down[i] ?? 0,
    scale: Math.exp(sizes[i] ?? 0),
  }));
}

/** Poses as the model is given them. */
export function knownPose(poses: readonly ObjectPose[]): KnownPose {
  return {
    angle: tf.tensor1d(poses.map(({ angle }) => angle)),
    shift: tf.tensor2d(poses.map(({ x, y }) => [x, y])),
    scale: tf.tensor1d(poses.map(({ scale }) => scale)),
  };
}
