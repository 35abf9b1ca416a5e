import { counted } from '../counted.js';
import type { LibraryResult } from '../library/index.js';
import { describeTraining } from './describeResult.js';

/** What a library says at its end, or how to go on with it. */
export function describeLibrary(result: LibraryResult): string {
  const { folder, stage, micrographs, objects, labelled, training, classNames = [], perClass = [] } = result;
  const found = `${counted(objects, 'object')} in ${counted(micrographs, 'micrograph')}, ${labelled.toLocaleString('en')} labelled`;
  if (stage === 'patches') {
    const how = 'give --labels FILE (columns id and label), or --label to label them on a page';
    return `${found}. The patches are in ${folder}. To go on, ${how}.`;
  }
  if (stage === 'interrupted') return `${found}. Stopped; the same command goes on with ${folder}.`;
  const classes = classNames.map((name, k) => `${name} ${(perClass[k] ?? 0).toLocaleString('en')}`).join(', ');
  return [
    ...(training === undefined ? [] : [describeTraining(training)]),
    `${found}: ${classes}.`,
    `Table: ${result.table ?? ''}`,
    `Browse: ${result.page ?? ''}`,
  ].join('\n');
}
