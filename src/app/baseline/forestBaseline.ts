import { ArgumentError, key } from '../../num/index.js';
import { randomForest } from './randomForest.js';

/** Images to learn from: grey values [image, pixel] in C order, and their classes from 0. */
export interface LabelledPixels {
  readonly images: Float32Array;
  readonly labels: ArrayLike<number>;
}

/**
 * What a random forest of 100 trees on raw pixels makes of the same labels: the yardstick that a model which also
 * learns from unlabelled images has to beat.
 *
 * @param labelled the images that may be learnt from, and their classes
 * @param testImages [image, pixel] of the same size
 * @returns a class for each test image
 * @throws ArgumentError if there is no labelled image, or the images are not all of one size
 */
export function forestBaseline(labelled: LabelledPixels, testImages: Float32Array, seed = 0): Int32Array {
  const { images, labels } = labelled;
  const numFeatures = images.length / labels.length;
  if (!Number.isInteger(numFeatures) || testImages.length % numFeatures !== 0) {
    throw new ArgumentError({
      where: 'forestBaseline',
      expected: 'labelled and test images of one size',
      got: `${images.length} pixels for ${labels.length} labels, and ${testImages.length} test pixels`,
    });
  }
  const numClasses = 1 + Math.max(...Array.from(labels));
  const samples = { features: images, numFeatures, classes: labels, numClasses };
  return randomForest(key(seed), samples)(testImages);
}
