import { mostProbable } from '../../train/index.js';

/** A test image that was classified wrongly. */
export interface Mistake {
  /** Its place in the test set. */
  readonly image: number;
  readonly truth: number;
  readonly predicted: number;
  /** What the model gave the class that it predicted. */
  readonly probability: number;
}

/**
 * All mistakes, the most confident first.
 *
 * @param probabilities [image, class] in C order
 * @param labels [image]
 */
export function mistakes(probabilities: Float32Array, labels: ArrayLike<number>, numClasses: number): Mistake[] {
  const predicted = mostProbable(probabilities, numClasses);
  const all = Array.from(predicted, (own, image) => ({
    image,
    truth: labels[image] ?? 0,
    predicted: own,
    probability: probabilities[image * numClasses + own] ?? 0,
  }));
  return all.filter(({ truth, predicted: own }) => truth !== own).sort((a, b) => b.probability - a.probability);
}
