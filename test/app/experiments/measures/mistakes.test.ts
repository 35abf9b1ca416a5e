import { expect, it } from 'vitest';
import { classShares } from '../../../../src/app/experiments/measures/classShares.js';
import { mistakes } from '../../../../src/app/experiments/measures/mistakes.js';

it('mistakes: the most confident first, without what is right', () => {
  const probabilities = Float32Array.of(0.75, 0.25, 0.125, 0.875, 0.5, 0.5, 0.25, 0.75);
  // Right; wrong with 7/8; the first of two equals, wrong with 1/2; wrong with 3/4.
  expect(mistakes(probabilities, [0, 0, 1, 0], 2)).toEqual([
    { image: 1, truth: 0, predicted: 1, probability: 0.875 },
    { image: 3, truth: 0, predicted: 1, probability: 0.75 },
    { image: 2, truth: 1, predicted: 0, probability: 0.5 },
  ]);
});

it('classShares: the diagonal over the row, and null of a class that was not tested', () => {
  const confusion = [
    [3, 1, 0],
    [0, 0, 0],
    [1, 1, 0],
  ];
  expect(classShares({ confusion })).toEqual([0.75, null, 0]);
});
