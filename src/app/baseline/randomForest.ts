import { fold, split } from '../../num/index.js';
import type { Key } from '../../num/index.js';
import { growTree, leafShares } from './decisionTree.js';
import type { Samples, TreeNode } from './decisionTree.js';

export interface RandomForestOptions {
  /** How many trees vote. Default 100. */
  readonly numTrees?: number;
  /** How many features each question may choose from. Default the square root of their number. */
  readonly featuresPerSplit?: number;
}

/**
 * A random forest: trees on bootstrap samples, each question chosen from a few random features.
 *
 * @returns the class of each row of its argument [sample, feature]: the one with the largest share over all trees
 * @see Breiman 2001, "Random forests"
 */
export function randomForest(
  key: Key,
  samples: Samples,
  options: RandomForestOptions = {},
): (features: Float32Array) => Int32Array {
  const { numTrees = 100, featuresPerSplit = Math.max(1, Math.round(Math.sqrt(samples.numFeatures))) } = options;
  const trees = split(key, numTrees).map((treeKey) => {
    const [bagKey, featureKey] = [fold(treeKey, 0), fold(treeKey, 1)];
    const numSamples = samples.classes.length;
    const bag = Array.from({ length: numSamples }, (_, i) => wholeNumber(bagKey, i, numSamples));
    return growTree(samples, bag, proposer(featureKey, featuresPerSplit, samples.numFeatures));
  });
  return (features) => predict(trees, features, samples);
}

/** Gives out `count` different features at each call. */
function proposer(key: Key, count: number, numFeatures: number): () => number[] {
  let draws = 0;
  return () => {
    const chosen = new Set<number>();
    for (; chosen.size < Math.min(count, numFeatures); draws += 1) chosen.add(wholeNumber(key, draws, numFeatures));
    return [...chosen];
  };
}

/** Draw number `i` of a key's stream: a whole number below `end`. */
function wholeNumber(key: Key, i: number, end: number): number {
  return Math.floor((fold(key, i)[0] / 2 ** 32) * end);
}

function predict(trees: readonly TreeNode[], features: Float32Array, { numFeatures, numClasses }: Samples): Int32Array {
  return Int32Array.from({ length: features.length / numFeatures }, (_, sample) => {
    const votes = Array<number>(numClasses).fill(0);
    for (const tree of trees) {
      leafShares(tree, features, sample * numFeatures).forEach((share, k) => {
        votes[k] = (votes[k] ?? 0) + share;
      });
    }
    return votes.indexOf(Math.max(...votes));
  });
}
