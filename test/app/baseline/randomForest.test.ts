import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forestBaseline } from '../../../src/app/baseline/index.js';
import { growTree, leafShares, type TreeNode } from '../../../src/app/baseline/decisionTree.js';
import { randomForest } from '../../../src/app/baseline/randomForest.js';
import { key, uniformArray } from '../../../src/num/index.js';

/** Two classes on a chessboard of 4 × 4 fields over two features that matter, and three that do not. */
function chessboard(count: number, seed: number): { features: Float32Array; classes: number[] } {
  const features = Float32Array.from(uniformArray(key(seed), count * 5));
  const field = (i: number): number => Math.floor(4 * (features[i] ?? 0));
  const classes = Array.from({ length: count }, (_, sample) => (field(5 * sample) + field(5 * sample + 1)) % 2);
  return { features, classes };
}

function shareEqual(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).filter((value, i) => value === b[i]).length / a.length;
}

const depthOf = (tree: TreeNode): number =>
  'feature' in tree ? 1 + Math.max(depthOf(tree.left), depthOf(tree.right)) : 0;

describe('growTree', () => {
  it('sorts its own samples without fault, as long as no two of different class are alike', () => {
    const sample = fc.tuple(fc.float({ noNaN: true }), fc.float({ noNaN: true }), fc.nat(2));
    const samples = fc.uniqueArray(sample, { selector: ([x, y]) => `${x + 0},${y + 0}`, minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(samples, (rows) => {
        const features = Float32Array.from(rows.flatMap(([x, y]) => [x, y]));
        const classes = rows.map(([, , own]) => own);
        const tree = growTree({ features, numFeatures: 2, classes, numClasses: 3 }, [...rows.keys()], () => [0, 1]);
        rows.forEach((_, i) => {
          expect(leafShares(tree, features, 2 * i)[classes[i] ?? -1]).toBe(1);
        });
      }),
    );
  });

  it('asks the question that separates best', () => {
    // Feature 0 separates the classes, feature 1 does not.
    const features = Float32Array.of(1, 5, 2, 6, 3, 5, 4, 6);
    const tree = growTree({ features, numFeatures: 2, classes: [0, 0, 1, 1], numClasses: 2 }, [0, 1, 2, 3], () => [
      1, 0,
    ]);
    expect(tree).toMatchObject({ feature: 0, threshold: 2.5, left: { shares: [1, 0] }, right: { shares: [0, 1] } });
  });

  it('ends in shares where samples of different class are alike', () => {
    const samples = { features: Float32Array.of(1, 1, 1), numFeatures: 1, classes: [0, 1, 1], numClasses: 2 };
    expect(growTree(samples, [0, 1, 2], () => [0])).toEqual({ shares: [1 / 3, 2 / 3] });
    expect(depthOf(growTree(samples, [1, 2], () => [0]))).toBe(0);
  });
});

describe('randomForest', () => {
  const { features, classes } = chessboard(600, 1);
  const samples = { features, numFeatures: 5, classes, numClasses: 2 };
  const test = chessboard(500, 2);

  it('learns what no single question can tell', () => {
    const predicted = randomForest(key(0), samples, { numTrees: 50 })(test.features);
    // Guessing is right in half of 500 cases, with a standard deviation of sqrt(0.25 / 500). Ten of them above that:
    expect(shareEqual(predicted, test.classes)).toBeGreaterThan(0.5 + 10 * Math.sqrt(0.25 / 500));
  });

  it('depends on its key alone', () => {
    const predict = (seed: number): Int32Array => randomForest(key(seed), samples, { numTrees: 3 })(test.features);
    expect(predict(4)).toEqual(predict(4));
    expect(predict(4)).not.toEqual(predict(5));
  });

  it('takes more than all features for all of them', () => {
    expect(randomForest(key(0), samples, { numTrees: 1, featuresPerSplit: 99 })(test.features)).toHaveLength(500);
  });
});

describe('forestBaseline', () => {
  it('sorts images by their pixels', () => {
    // Bright on the left or on the right, with noise.
    const image = (left: boolean, seed: number): number[] =>
      Array.from(uniformArray(key(seed), 16), (noise, pixel) => 0.5 * noise + 0.5 * Number(pixel % 4 < 2 === left));
    const many = (from: number): { images: Float32Array; labels: number[] } => {
      const labels = Array.from({ length: 20 }, (_, i) => i % 2);
      return { images: Float32Array.from(labels.flatMap((label, i) => image(label === 0, from + i))), labels };
    };
    const { images, labels } = many(100);
    expect(Array.from(forestBaseline(many(0), images))).toEqual(labels);
  });

  it.each([
    ['no labels', { images: new Float32Array(0), labels: [] }, new Float32Array(4)],
    ['test images of another size', { images: new Float32Array(8), labels: [0, 1] }, new Float32Array(6)],
  ])('rejects %s', (_, labelled, test) => {
    expect(() => forestBaseline(labelled, test)).toThrow(
      'forestBaseline: expected labelled and test images of one size',
    );
  });
});
