import { pixelBaseline } from '../baseline/index.js';
import type { BaselineResult } from '../report/index.js';
import { testResult } from './measure.js';
import type { TaskData } from './taskData.js';

/** What a random forest on raw pixels makes of the same labels and the same test set. */
export function baselineResults({ labelled, test, classNames }: TaskData): BaselineResult[] {
  if (labelled === undefined || test === undefined) return [];
  const start = performance.now();
  const pixels = { images: labelled.set.images, labels: labelled.labels };
  const predicted = pixelBaseline('random forest', pixels)(test.set.images);
  const seconds = (performance.now() - start) / 1000;
  return [{ ...testResult('random forest', predicted, test, classNames), seconds }];
}
