import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { readLabels, readLabelTable } from '../../data/index.js';
import type { ImageSet } from '../../data/index.js';
import { csvText } from '../csv.js';
import { libraryFiles } from './names.js';

/** The class of each patch that has one, by the patch's number. */
export type PatchLabels = ReadonlyMap<number, string>;

/** The labels in a library's folder: none if there is no such file, or no label in it yet. */
export function storedLabels(folder: string, set: ImageSet): PatchLabels {
  const file = join(folder, libraryFiles.labels);
  return existsSync(file) ? byPatch(readLabelTable(file, set)) : new Map();
}

/** Writes labels.csv of a library's folder, whole or not at all: `index,id,label`, in the order of the patches; no file for none. */
export function storeLabels(folder: string, { names = [] }: ImageSet, labels: PatchLabels): void {
  const file = join(folder, libraryFiles.labels);
  if (labels.size === 0) return rmSync(file, { force: true });
  const rows = [...labels].sort(([a], [b]) => a - b).map(([i, label]) => [String(i), names[i] ?? '', label]);
  writeFileAtomic.sync(file, csvText(['index', 'id', 'label'], rows));
}

/**
 * The labels in a file of the user's: a CSV table with the columns `id` (or `file`, or `index` from 0) and `label`, or a
 * NumPy vector with a class number for each patch, -1 where unknown.
 *
 * @throws DataError if the file names patches that do not exist, or fewer than two classes
 */
export function importLabels(file: string, set: ImageSet): PatchLabels {
  return byPatch(readLabels(file, set));
}

/** Refuses the stored labels if no model can learn from them: fewer than two classes. @throws DataError */
export function checkLabels(folder: string, set: ImageSet): readonly string[] {
  return readLabels(join(folder, libraryFiles.labels), set).classNames;
}

function byPatch({
  labels,
  classNames,
}: {
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
}): PatchLabels {
  const known = Array.from(labels.entries()).filter(([, label]) => label >= 0);
  return new Map(known.map(([i, label]) => [i, classNames[label] ?? String(label)]));
}
