import { answerOf, type TreeNode } from './growTree.js';
import type { Classifier, Samples } from './samples.js';

/** The class for which the trees' answers [class] sum to most, the first of those that do. */
export function vote(trees: readonly TreeNode[], { numFeatures, numClasses }: Samples): Classifier {
  return (features) =>
    Int32Array.from({ length: features.length / numFeatures }, (_, sample) => {
      const votes = new Float64Array(numClasses);
      for (const tree of trees) addTo(votes, answerOf(tree, features, sample * numFeatures));
      return votes.indexOf(Math.max(...votes));
    });
}

/** Adds `terms` to the elements of `sums` from `offset` on. */
export function addTo(sums: Float64Array, terms: ArrayLike<number>, offset = 0): void {
  for (let k = 0; k < terms.length; k += 1) sums[offset + k] = (sums[offset + k] ?? 0) + (terms[k] ?? 0);
}
