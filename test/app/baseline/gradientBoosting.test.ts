import { describe, expect, it } from 'vitest';
import { boostedTrees, gradientBoosting, softmaxRows } from '../../../src/app/baseline/gradientBoosting.js';
import { answerOf } from '../../../src/app/baseline/growTree.js';
import { key } from '../../../src/num/index.js';
import { chessboard, shareEqual } from './chessboard.js';

/** Sixty samples of two features, all different, and three classes, one in seven of them wrong. */
function threeClasses(): { features: Float32Array; numFeatures: number; classes: number[]; numClasses: number } {
  const features = Float32Array.from({ length: 120 }, (_, i) => ((i * 7919) % 997) / 997);
  const classes = Array.from({ length: 60 }, (_, i) => {
    const [x, y] = [features[2 * i] ?? 0, features[2 * i + 1] ?? 0];
    const own = x + y > 1.2 ? 2 : Number(x * y > 0.15);
    return i % 7 === 0 ? (own + 1) % 3 : own;
  });
  return { features, numFeatures: 2, classes, numClasses: 3 };
}

describe('boostedTrees', () => {
  // GradientBoostingClassifier(init='zero', n_estimators=5, learning_rate=.3, max_depth=d).fit(X, y).decision_function(X[:3]),
  // scikit-learn 1.9.1, the same for ten values of random_state.
  it.each([
    [
      2,
      [
        [-1.103263923872, -0.0075876357, -1.298789521909],
        [-0.897052371545, -1.195582413424, 1.326316592484],
        [-1.113681048193, -1.195582413424, 1.326316592484],
      ],
    ],
    [
      3,
      [
        [-0.295527387312, 1.303813405671, -1.230504082858],
        [-0.804554649237, -1.23684263298, 1.489015165141],
        [-1.166138479855, -1.239276545044, 1.489015165141],
      ],
    ],
  ])('scores as the reference does at depth %d', (maxDepth, reference) => {
    const samples = threeClasses();
    const options = { numRounds: 5, learningRate: 0.3, maxDepth, featuresPerSplit: 2 };
    const trees = boostedTrees(key(0), samples, options);
    reference.forEach((scores, i) => {
      scores.forEach((score, k) => {
        const sum = trees.reduce((total, tree) => total + (answerOf(tree, samples.features, 2 * i)[k] ?? 0), 0);
        // Five answers of up to 2, all in double precision; the reference has twelve decimals.
        expect(Math.abs(sum - score)).toBeLessThan(1e-11);
      });
    });
  });
});

describe('gradientBoosting', () => {
  it('learns what no single question can tell', () => {
    const { features, classes } = chessboard(600, 1);
    const samples = { features, numFeatures: 5, classes, numClasses: 2 };
    const test = chessboard(500, 2);
    const predicted = gradientBoosting(key(0), samples, { featuresPerSplit: 5 })(test.features);
    // Guessing is right in half of 500 cases, with a standard deviation of sqrt(0.25 / 500). Ten of them above that:
    expect(shareEqual(predicted, test.classes)).toBeGreaterThan(0.5 + 10 * Math.sqrt(0.25 / 500));
  });

  it('stays finite where all is learnt', () => {
    const samples = { features: Float32Array.of(0, 1), numFeatures: 1, classes: [0, 1], numClasses: 2 };
    const trees = boostedTrees(key(0), samples, { numRounds: 300, learningRate: 1 });
    for (const tree of trees) expect(Array.from(answerOf(tree, samples.features, 0)).every(Number.isFinite)).toBe(true);
  });

  it('depends on its key alone', () => {
    const { features, classes } = chessboard(100, 1);
    const samples = { features, numFeatures: 5, classes, numClasses: 2 };
    const test = chessboard(200, 2).features;
    const predict = (seed: number): Int32Array => gradientBoosting(key(seed), samples, { numRounds: 5 })(test);
    expect(predict(1)).toEqual(predict(1));
    expect(predict(1)).not.toEqual(predict(2));
  });
});

describe('softmaxRows', () => {
  it('gives shares that sum to 1, whatever the size of the scores', () => {
    const shares = softmaxRows(Float64Array.of(0, 0, 1000, 0, -1000, -1000), 2);
    expect(Array.from(shares)).toEqual([0.5, 0.5, 1, 0, 0.5, 0.5]);
  });
});
