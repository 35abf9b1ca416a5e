import { baselineNames, pixelBaseline } from '../baseline/index.js';
import type { TestResult } from '../jobs.js';
import { testResult, type LabelledSet } from '../train/index.js';

/** What classifiers of raw pixels learn from labelled images, measured on each of some test sets: [test set][classifier]. */
export function pixelBaselines(
  { set, labels }: LabelledSet,
  tests: readonly LabelledSet[],
  classNames: readonly string[],
  seed: number,
): TestResult[][] {
  const learnt = baselineNames.map((name) => ({
    name,
    classify: pixelBaseline(name, { images: set.images, labels }, seed),
  }));
  return tests.map((test) =>
    learnt.map(({ name, classify }) => testResult(name, classify(test.set.images), test, classNames)),
  );
}
