import { ArgumentError, key, type Key } from '../../num/index.js';
import { decisionTree } from './decisionTree.js';
import { gradientBoosting } from './gradientBoosting.js';
import { randomForest } from './randomForest.js';
import type { Classifier, Samples } from './samples.js';

/** Images to learn from: grey values [image, pixel] in C order, and their classes from 0. */
export interface LabelledPixels {
  readonly images: Float32Array;
  readonly labels: ArrayLike<number>;
}

/** Classifiers of raw pixels that know nothing of images: the paper's figure S3. */
const learners = {
  'decision tree': (_: Key, samples: Samples): Classifier => decisionTree(samples),
  'random forest': (own: Key, samples: Samples): Classifier => randomForest(own, samples),
  'gradient boosting': (own: Key, samples: Samples): Classifier => gradientBoosting(own, samples),
} as const;

export type BaselineName = keyof typeof learners;

export const baselineNames: readonly BaselineName[] = ['decision tree', 'random forest', 'gradient boosting'];

/**
 * What a classifier of raw pixels makes of the same labels: the yardstick that a model which also learns from unlabelled
 * images has to beat. Trees are as many as the libraries' defaults say: 1, 100, and 100 a class.
 *
 * @param labelled the images that may be learnt from, and their classes
 * @returns maps images of the same size, [image, pixel], to their classes
 * @throws ArgumentError if there is no labelled image, or the images are not all of one size
 */
export function pixelBaseline(name: BaselineName, { images, labels }: LabelledPixels, seed = 0): Classifier {
  const numFeatures = images.length / labels.length;
  if (!Number.isInteger(numFeatures)) refuse(`${images.length} pixels for ${labels.length} labels`);
  const numClasses = 1 + Math.max(...Array.from(labels));
  const classify = learners[name](key(seed), { features: images, numFeatures, classes: labels, numClasses });
  return (others) => {
    if (others.length % numFeatures !== 0) refuse(`${numFeatures} pixels each, and ${others.length} test pixels`);
    return classify(others);
  };
}

function refuse(got: string): never {
  throw new ArgumentError({ where: 'pixelBaseline', expected: 'labelled and test images of one size', got });
}
