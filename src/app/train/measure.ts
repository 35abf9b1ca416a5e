import type { ImageSet } from '../../data/index.js';
import { classify, type Autoencoder, type Params } from '../../models/index.js';
import type { TestResult } from '../jobs.js';
import { inParts, rows } from './rows.js';
import type { LabelledSet } from './taskData.js';

/** Images classified at a time. */
const CHUNK = 256;

/** q(class | image) of all images of a set, [image, class] in C order. */
export function classProbabilities(vae: Autoencoder, params: Params, set: ImageSet): Float32Array {
  return inParts(set.count, CHUNK, (indices) => classify(vae, params, rows(set, indices)));
}

/** The most probable class of each image. */
export function mostProbable(probabilities: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: probabilities.length / classes }, (_, i) => {
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    return row.indexOf(Math.max(...row));
  });
}

/** Accuracy and confusion of predictions against known classes. */
export function testResult(
  name: string,
  predicted: Int32Array,
  { labels }: LabelledSet,
  classNames: readonly string[],
): TestResult {
  const confusion = classNames.map(() => classNames.map(() => 0));
  labels.forEach((label, i) => {
    const row = confusion[label];
    const column = predicted[i] ?? -1;
    if (row?.[column] !== undefined) row[column] = (row[column] ?? 0) + 1;
  });
  const right = confusion.map((row, label) => row[label] ?? 0);
  const totals = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const shares = right.flatMap((count, label) => ((totals[label] ?? 0) > 0 ? [count / (totals[label] ?? 1)] : []));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    name,
    classNames,
    accuracy: sum(right) / Math.max(1, sum(totals)),
    balancedAccuracy: sum(shares) / Math.max(1, shares.length),
    confusion,
  };
}

/** How well a model classifies a labelled set. */
export function evaluateModel(
  name: string,
  vae: Autoencoder,
  params: Params,
  test: LabelledSet,
  classNames: readonly string[],
): TestResult {
  const predicted = mostProbable(classProbabilities(vae, params, test.set), classNames.length);
  return testResult(name, predicted, test, classNames);
}
