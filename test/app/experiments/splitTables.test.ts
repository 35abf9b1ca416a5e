import { expect, it } from 'vitest';
import { accuracyTable, splitTable } from '../../../src/app/experiments/splitTables.js';
import type { TestResult } from '../../../src/app/jobs.js';

const result = (balancedAccuracy: number, confusion: TestResult['confusion']): TestResult => ({
  name: 'model',
  classNames: ['one', 'two'],
  accuracy: NaN,
  balancedAccuracy,
  confusion,
});

const whole = result(0.75, [
  [2, 0],
  [1, 1],
]);
/** A split whose test images are all of the first class. */
const half = result(0.25, [
  [1, 3],
  [0, 0],
]);

it('accuracyTable: mean and range over the splits that have the class', () => {
  const { columns, rows } = accuracyTable([{ name: 'a', learnsFrom: 'labels', results: [whole, half] }]);
  expect(columns.slice(5)).toEqual([
    'class one',
    'one, lowest',
    'one, highest',
    'class two',
    'two, lowest',
    'two, highest',
  ]);
  expect(rows).toEqual([['a', 'labels', 0.5, 0.25, 0.75, 0.625, 0.25, 1, 0.5, 0.5, 0.5]]);
});

it('splitTable: a row for each split', () => {
  expect(splitTable([{ name: 'a', results: [whole, half] }], [4, 5]).rows).toEqual([
    ['a', 4, 0.75, 1, 0.5],
    ['a', 5, 0.25, 0.25, null],
  ]);
});
