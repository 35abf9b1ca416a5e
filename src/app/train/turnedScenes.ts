import * as tf from '@tensorflow/tfjs-core';
import {
  augment,
  poseMatrix,
  warp,
  type AugmentOptions,
  type Axes,
  type ImageSet,
  type Labels,
} from '../../data/index.js';
import type { LabelledImages } from '../../models/index.js';
import { fold, randintArray, split, uniformArray, type Key } from '../../num/index.js';
import { labelledBatch } from './labelledBatch.js';

/**
 * Scenes turned by any angle, every other one mirrored, with the angle that brings their longest axis back to the horizontal.
 * Half a turn more would do so as well; the angle is the one from -π/2 to π/2.
 *
 * @param look what else varies; it turns and mirrors nothing
 */
export function turnedScenes(
  scenes: ImageSet & Labels & Axes,
  classes: number,
  key: Key,
  look: Omit<AugmentOptions, 'rotation' | 'mirror'> = {},
): (step: number, count: number) => LabelledImages {
  return (step, count) => {
    const own = fold(key, step);
    const indices = randintArray(own, count, 0, scenes.count);
    const [turnKey = own, mirrorKey = own] = split(fold(own, 'poses'));
    const turns = uniformArray(turnKey, count).map((u) => 2 * Math.PI * u);
    const mirrors = Array.from(uniformArray(mirrorKey, count), (u) => u < 0.5);
    const maps = mirrors.map((mirror, i) => poseMatrix({ angle: turns[i] ?? 0, mirror }));
    const turned = { ...scenes, images: warp(scenes, indices, maps, { outside: 'reflect' }), count };
    const images = augment(turned, [...maps.keys()], fold(own, 'look'), { ...look, rotation: false, mirror: false });
    // The map takes a point of the result to the scene: a mirror first, which turns an axis the other way.
    const angles = Array.from(turns, (turn, i) =>
      halfTurn((mirrors[i] === true ? -1 : 1) * (turn - (scenes.axes[indices[i] ?? 0] ?? 0))),
    );
    const batch = labelledBatch({ set: scenes, labels: scenes.labels }, indices, classes, images);
    return { ...batch, pose: { angle: tf.tensor1d(angles) } };
  };
}

/** The angle modulo π, from -π/2 to π/2. */
function halfTurn(angle: number): number {
  return angle - Math.PI * Math.round(angle / Math.PI);
}
