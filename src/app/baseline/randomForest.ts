import { fold, split } from '../../num/index.js';
import type { Key } from '../../num/index.js';
import { growTree } from './growTree.js';
import { fewOf, proposeFeatures, wholeNumber } from './proposeFeatures.js';
import { rankFeatures } from './rankedFeatures.js';
import { oneHot, type Classifier, type Samples } from './samples.js';
import { vote } from './vote.js';

export interface RandomForestOptions {
  /** How many trees vote. Default 100. */
  readonly numTrees?: number;
  /** How many features each question may choose from. Default the square root of their number. */
  readonly featuresPerSplit?: number;
}

/**
 * A random forest: trees on bootstrap samples, each question chosen from a few random features. The class with the largest
 * share over all trees wins.
 *
 * @see Breiman 2001, "Random forests"
 */
export function randomForest(key: Key, samples: Samples, options: RandomForestOptions = {}): Classifier {
  const { features, numFeatures, classes, numClasses } = samples;
  const { numTrees = 100, featuresPerSplit = fewOf(numFeatures) } = options;
  const lesson = { features: rankFeatures(features, numFeatures), targets: oneHot(samples), numTargets: numClasses };
  const trees = split(key, numTrees).map((treeKey) => {
    const [bagKey, featureKey] = [fold(treeKey, 0), fold(treeKey, 1)];
    const bag = Array.from({ length: classes.length }, (_, i) => wholeNumber(bagKey, i, classes.length));
    return growTree(lesson, bag, { propose: proposeFeatures(featureKey, featuresPerSplit, numFeatures) });
  });
  return vote(trees, samples);
}
