import * as tf from '@tensorflow/tfjs-core';
import type { Features } from '../nn/index.js';
import { plate, type Subsample } from '../ppl/index.js';
import type { ResolvedOptions } from './options.js';
import type { KnownPose } from './pose.js';

/** What one step of training sees. Each part may be absent. */
export interface Batch {
  /** Images whose class is summed out, [count, height × width]. */
  readonly unlabelled?: tf.Tensor2D;
  readonly labelled?: LabelledImages;
  /** Further images of known class, which only q(class | image) learns from. */
  readonly views?: Omit<LabelledImages, 'pose'>;
  /** The weight of the terms of the continuous latents. Default: 1. */
  readonly beta?: number;
  /** Which pixels the likelihood looks at. Default: all. */
  readonly pixels?: Subsample;
}

export interface LabelledImages {
  /** [count, height × width] */
  readonly images: tf.Tensor2D;
  /** One-hot classes, [count, classes]. */
  readonly labels: tf.Tensor2D;
  /** What is known of their poses. Default: nothing. */
  readonly pose?: KnownPose;
}

export type PartName = 'unlabelled' | 'labelled' | 'views';

/** One part of a batch: images are [count, pixels], labels [count, 1, classes]. */
export interface Part {
  readonly name: PartName;
  readonly images: tf.Tensor2D;
  readonly labels: tf.Tensor | undefined;
  readonly pose: KnownPose;
  /** Whether the model draws these images; of others only the class is learnt. */
  readonly isDrawn: boolean;
}

/** The parts that a batch has. */
export function partsOf({ unlabelled, labelled, views }: Batch): Part[] {
  const known = (name: PartName, { images, labels, pose = {} }: LabelledImages): Part => {
    return { name, images, labels: tf.expandDims(labels, 1), pose, isDrawn: name === 'labelled' };
  };
  // Views come first: outside of all plates, they would seem to depend on a class that is summed out before.
  return [
    ...(views === undefined ? [] : [known('views', views)]),
    ...(unlabelled === undefined
      ? []
      : [{ name: 'unlabelled', images: unlabelled, labels: undefined, pose: {}, isDrawn: true } as const]),
    ...(labelled === undefined ? [] : [known('labelled', labelled)]),
  ];
}

/** Runs `body` for each part that is to be drawn, in a plate over its images at dim -2. */
export function drawParts(batch: Batch, body: (part: Part) => void): void {
  for (const part of partsOf(batch)) if (part.isDrawn) inPlate(part, () => body(part));
}

/** The same with the features of each part's images, [count, 1, views, width] each, all worked out in one go. */
export function understandParts(
  batch: Batch,
  { encoder, classes }: ResolvedOptions,
  body: (part: Part, features: Features) => void,
): void {
  // Without classes there is nothing to learn from views.
  const parts = partsOf(batch).filter(({ isDrawn }) => isDrawn || classes > 0);
  if (parts.length === 0) return;
  const features = encoder.features(tf.concat(parts.map(({ images }) => images)));
  const counts = parts.map(({ images }) => images.shape[0]);
  const shares = features.map((feature) => tf.split(feature, counts));
  parts.forEach((part, i) => {
    const own = shares.flatMap((share) => share.slice(i, i + 1).map((feature) => tf.expandDims(feature, 1)));
    if (part.isDrawn) inPlate(part, () => body(part, own));
    else body(part, own);
  });
}

function inPlate({ name, images }: Part, body: () => void): void {
  plate(name, images.shape[0], body, { dim: -2 });
}
