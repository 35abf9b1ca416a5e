import { counted } from '../counted.js';
import type { ClassifyResult, SuggestResult, TestResult, TrainResult } from '../jobs.js';
import { formatDuration } from '../progress.js';

/** What a finished or interrupted training says at its end. */
export function describeTraining(result: TrainResult): string {
  const { folder, interrupted, steps, seconds, report, test, baselines = [] } = result;
  const done = `${counted(steps, 'step')} in ${formatDuration(seconds)}`;
  if (interrupted) return `Stopped after ${done}. Go on with: kiln resume ${folder}`;
  const results = test === undefined ? [] : [test, ...baselines];
  return [
    `Trained ${done}.`,
    ...results.map(describeTest),
    ...(report === undefined ? [] : [`Report: ${report}`]),
  ].join('\n');
}

/** Accuracy, balanced accuracy, and the share of each class that was classified correctly, on one line. */
export function describeTest({ name, accuracy, balancedAccuracy, classNames, confusion }: TestResult): string {
  const shares = classNames.map((className, k) => {
    const row = confusion[k] ?? [];
    const total = row.reduce((sum, count) => sum + count, 0);
    return `${className} ${total === 0 ? '-' : ((row[k] ?? 0) / total).toFixed(3)}`;
  });
  return `${name}: accuracy ${accuracy.toFixed(3)}, balanced ${balancedAccuracy.toFixed(3)} (${shares.join(', ')})`;
}

/** How many images went to each class, and where the table is. */
export function describeClassified({ file, count, classNames, perClass }: ClassifyResult): string {
  const parts = classNames.map((name, k) => `${name} ${(perClass[k] ?? 0).toLocaleString('en')}`);
  return `${count.toLocaleString('en')} images: ${parts.join(', ')}\nTable: ${file}`;
}

/** Which images to label next. */
export function describeSuggestion({ file, images, total }: SuggestResult): string {
  const first = images.slice(0, 5).join(', ');
  const rest = images.length > 5 ? ', …' : '';
  return `${images.length} of ${total.toLocaleString('en')} images to label next: ${first}${rest}\nTable: ${file}`;
}
