import { growTree } from './growTree.js';
import { rankFeatures } from './rankedFeatures.js';
import { oneHot, type Classifier, type Samples } from './samples.js';
import { vote } from './vote.js';

/** One classification tree, grown until its leaves are pure from questions about all features. */
export function decisionTree(samples: Samples): Classifier {
  const { features, numFeatures, classes, numClasses } = samples;
  const lesson = { features: rankFeatures(features, numFeatures), targets: oneHot(samples), numTargets: numClasses };
  const all = Array.from({ length: numFeatures }, (_, feature) => feature);
  const everyone = Array.from({ length: classes.length }, (_, i) => i);
  return vote([growTree(lesson, everyone, { propose: () => all })], samples);
}
