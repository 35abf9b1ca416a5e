import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lesson } from '../../../src/app/baseline/bestSplit.js';
import { answerOf, growTree, type TreeNode } from '../../../src/app/baseline/growTree.js';
import { rankFeatures } from '../../../src/app/baseline/rankedFeatures.js';
import { oneHot, type Samples } from '../../../src/app/baseline/samples.js';
import { chessboard } from './chessboard.js';

const lessonOf = (samples: Samples): Lesson => ({
  features: rankFeatures(samples.features, samples.numFeatures),
  targets: oneHot(samples),
  numTargets: samples.numClasses,
});

const depthOf = (tree: TreeNode): number =>
  'feature' in tree ? 1 + Math.max(depthOf(tree.left), depthOf(tree.right)) : 0;

describe('growTree', () => {
  it('classifies its own samples without fault, as long as no two of different class are alike', () => {
    const sample = fc.tuple(fc.float({ noNaN: true }), fc.float({ noNaN: true }), fc.nat(2));
    const samples = fc.uniqueArray(sample, { selector: ([x, y]) => `${x + 0},${y + 0}`, minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(samples, (rows) => {
        const features = Float32Array.from(rows.flatMap(([x, y]) => [x, y]));
        const classes = rows.map(([, , own]) => own);
        const samples = { features, numFeatures: 2, classes, numClasses: 3 };
        const tree = growTree(lessonOf(samples), [...rows.keys()], { propose: () => [0, 1] });
        rows.forEach((_, i) => {
          expect(answerOf(tree, features, 2 * i)[classes[i] ?? -1]).toBe(1);
        });
      }),
    );
  });

  it('asks the question that separates best', () => {
    // Feature 0 separates the classes, feature 1 does not.
    const features = Float32Array.of(1, 5, 2, 6, 3, 5, 4, 6);
    const samples = { features, numFeatures: 2, classes: [0, 0, 1, 1], numClasses: 2 };
    const tree = growTree(lessonOf(samples), [0, 1, 2, 3], { propose: () => [1, 0] });
    const [left, right] = [{ value: Float64Array.of(1, 0) }, { value: Float64Array.of(0, 1) }];
    expect(tree).toEqual({ feature: 0, threshold: 2.5, left, right });
  });

  it('ends in shares where samples of different class are alike', () => {
    const samples = { features: Float32Array.of(1, 1, 1), numFeatures: 1, classes: [0, 1, 1], numClasses: 2 };
    const mixed = growTree(lessonOf(samples), [0, 1, 2], { propose: () => [0] });
    expect(mixed).toEqual({ value: Float64Array.of(1 / 3, 2 / 3) });
    expect(depthOf(growTree(lessonOf(samples), [1, 2], { propose: () => [0] }))).toBe(0);
  });

  it('asks no more questions of a sample than it may', () => {
    const { features, classes } = chessboard(200, 3);
    const lesson = lessonOf({ features, numFeatures: 5, classes, numClasses: 2 });
    const depth = (maxDepth: number): number =>
      depthOf(growTree(lesson, [...classes.keys()], { propose: () => [0, 1, 2, 3, 4], maxDepth }));
    expect([0, 1, 4].map(depth)).toEqual([0, 1, 4]);
  });

  it('fits numbers by the split that leaves the least squared distance to the means', () => {
    // 0, 0, 10, 11: after the second. Means 0 and 10.5 leave 0.5, all others more.
    const features = rankFeatures(Float32Array.of(1, 2, 3, 4), 1);
    const lesson = { features, targets: Float64Array.of(0, 0, 10, 11), numTargets: 1 };
    const tree = growTree(lesson, [0, 1, 2, 3], { propose: () => [0], maxDepth: 1 });
    expect(tree).toMatchObject({
      threshold: 2.5,
      left: { value: Float64Array.of(0) },
      right: { value: Float64Array.of(10.5) },
    });
  });
});
