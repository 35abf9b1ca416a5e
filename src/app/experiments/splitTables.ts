import type { TestResult } from '../jobs.js';
import type { ModelResults } from './confusions.js';
import type { Table } from './experiment.js';
import { classShares } from './measures/classShares.js';
import { spreadOf, type Spread } from './measures/spread.js';

/** How well each class is classified, over the splits that have test images of it, [class]. */
export function classSpreads(results: readonly TestResult[]): Spread[] {
  const shares = results.map(classShares);
  const classNames = results[0]?.classNames ?? [];
  return classNames.map((_, k) => spreadOf(shares.flatMap((row) => row[k] ?? [])));
}

/** Balanced accuracy and the accuracy of each class, mean and range over splits. */
export function accuracyTable(tests: readonly (ModelResults & { readonly learnsFrom: string })[]): Table {
  const classNames = tests[0]?.results[0]?.classNames ?? [];
  const perClass = classNames.flatMap((name) => [`class ${name}`, `${name}, lowest`, `${name}, highest`]);
  const numbers = ({ mean, lowest, highest }: Spread): number[] => [mean, lowest, highest];
  return {
    name: 'accuracy',
    title: 'Balanced accuracy and the share of each class classified correctly: mean and range over splits',
    columns: ['model', 'learns from', 'balanced accuracy', 'lowest', 'highest', ...perClass],
    rows: tests.map(({ name, learnsFrom, results }) => [
      name,
      learnsFrom,
      ...numbers(spreadOf(results.map(({ balancedAccuracy }) => balancedAccuracy))),
      ...classSpreads(results).flatMap(numbers),
    ]),
  };
}

/** The same for each split on its own. */
export function splitTable(tests: readonly ModelResults[], seeds: readonly number[]): Table {
  const classNames = tests[0]?.results[0]?.classNames ?? [];
  return {
    name: 'splits',
    title: 'Each split on its own',
    columns: ['model', 'seed', 'balanced accuracy', ...classNames.map((name) => `class ${name}`)],
    rows: tests.flatMap(({ name, results }) =>
      results.map((result, i) => [name, seeds[i] ?? i, result.balancedAccuracy, ...classShares(result)]),
    ),
  };
}
