import { describe, expect, it } from 'vitest';
import { randomForest } from '../../../src/app/baseline/randomForest.js';
import { key } from '../../../src/num/index.js';
import { chessboard, shareEqual } from './chessboard.js';

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
