import type { Key } from '../../num/index.js';
import { answerOf, growTree, type TreeNode } from './growTree.js';
import { fewOf, proposeFeatures } from './proposeFeatures.js';
import { rankFeatures } from './rankedFeatures.js';
import { oneHot, type Classifier, type Samples } from './samples.js';
import { addTo, vote } from './vote.js';

export interface GradientBoostingOptions {
  /** How often each class gets a tree. Default 100. */
  readonly numRounds?: number;
  /** The share of each tree's step that is taken. Default 0.1. */
  readonly learningRate?: number;
  /** How many questions a tree asks of a sample. Default 3. */
  readonly maxDepth?: number;
  /** How many features each question may choose from. Default the square root of their number. */
  readonly featuresPerSplit?: number;
}

/**
 * Gradient tree boosting of the multinomial likelihood: each round fits a regression tree for each class to what is left
 * of its one-hot label, 1 or 0 less the softmax of the scores so far, and moves the scores by a Newton step a leaf.
 *
 * @see Friedman 2001, "Greedy function approximation: a gradient boosting machine", algorithm 6
 */
export function gradientBoosting(key: Key, samples: Samples, options: GradientBoostingOptions = {}): Classifier {
  return vote(boostedTrees(key, samples, options), samples);
}

/** The trees of all rounds and classes; the scores of a sample are the sums of their answers, [class]. */
export function boostedTrees(key: Key, samples: Samples, options: GradientBoostingOptions = {}): TreeNode[] {
  const { features, numFeatures, classes, numClasses } = samples;
  const { numRounds = 100, learningRate = 0.1, maxDepth = 3, featuresPerSplit = fewOf(numFeatures) } = options;
  const ranked = rankFeatures(features, numFeatures);
  const labels = oneHot(samples);
  const everyone = Array.from({ length: classes.length }, (_, i) => i);
  const propose = proposeFeatures(key, featuresPerSplit, numFeatures);
  const scores = new Float64Array(labels.length);
  const trees: TreeNode[] = [];
  for (let round = 0; round < numRounds; round += 1) {
    const residuals = softmaxRows(scores, numClasses).map((share, i) => (labels[i] ?? 0) - share);
    for (let k = 0; k < numClasses; k += 1) {
      const targets = Float64Array.from(everyone, (i) => residuals[i * numClasses + k] ?? 0);
      const answer = (members: readonly number[]): number[] => {
        const step = learningRate * newtonStep(targets, members, numClasses);
        return Array.from({ length: numClasses }, (_, other) => (other === k ? step : 0));
      };
      const tree = growTree({ features: ranked, targets, numTargets: 1 }, everyone, { propose, maxDepth, answer });
      for (const i of everyone) addTo(scores, answerOf(tree, features, i * numFeatures), i * numClasses);
      trees.push(tree);
    }
  }
  return trees;
}

/** exp(score) over its sum in each row, [row, column]. */
export function softmaxRows(scores: Float64Array, columns: number): Float64Array {
  const shares = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += columns) {
    const row = scores.subarray(start, start + columns);
    const largest = Math.max(...row);
    const exps = row.map((score) => Math.exp(score - largest));
    const sum = exps.reduce((total, value) => total + value, 0);
    shares.set(
      exps.map((value) => value / sum),
      start,
    );
  }
  return shares;
}

/** The step of a leaf: equation (32) of Friedman 2001; 0 where all members are as good as certain. */
function newtonStep(residuals: Float64Array, members: readonly number[], numClasses: number): number {
  let [sum, curvature] = [0, 0];
  for (const member of members) {
    const residual = residuals[member] ?? 0;
    sum += residual;
    curvature += Math.abs(residual) * (1 - Math.abs(residual));
  }
  return curvature < 1e-150 ? 0 : (((numClasses - 1) / numClasses) * sum) / curvature;
}
