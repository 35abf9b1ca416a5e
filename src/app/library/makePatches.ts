import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { npyFile, readMicrograph } from '../../data/index.js';
import { DataError } from '../../num/index.js';
import { csvText } from '../csv.js';
import { findIn, patchesOf } from './findIn.js';
import type { LibrarySettings } from './librarySettings.js';
import { libraryFiles } from './names.js';
import { patchColumns } from './patchRecord.js';
import type { PatchRecord } from './patchRecord.js';

/** Fewer images than this are no set to learn from. */
const FEWEST = 2;

/**
 * Finds the objects of all micrographs and writes a patch of each: patches.npy (uint8 [patch, row, column]), patches.csv and
 * patches.json with their places and sizes, and settings.json, which says that the patches are complete.
 *
 * Every micrograph is read once before the first one is searched, and nothing is written before the last one is done.
 *
 * @throws DataError if a micrograph cannot be read, or there are no objects in any of them
 */
export function makePatches(folder: string, settings: LibrarySettings, say: (text: string) => void): void {
  const { micrographs, patchSize, pixelSize } = settings;
  for (const { path } of micrographs) readMicrograph(path);
  const found = micrographs.map((micrograph, i) => {
    const made = patchesOf(micrograph.name, findIn(micrograph, settings), patchSize);
    const count = `${made.records.length.toLocaleString('en')} objects`;
    say(
      `${i + 1} of ${micrographs.length}: ${micrograph.name}, ${made.records.length === 0 ? 'nothing found' : count}`,
    );
    const bytes = Uint8Array.from(made.patches.images, (value) => Math.round(255 * value));
    return { records: made.records, bytes };
  });
  const records = found.flatMap((one) => one.records);
  checkEnough(settings, records.length);
  const columns = patchColumns(pixelSize);
  const rows = records.map((record, i) => [String(i), ...columns.map(([, cell]) => cell(record))]);
  mkdirSync(folder, { recursive: true });
  const shape = [records.length, patchSize, patchSize];
  const files: readonly (readonly [name: string, content: string | Buffer])[] = [
    [libraryFiles.patches, npyFile(Buffer.concat(found.map(({ bytes }) => bytes)), shape)],
    [libraryFiles.patchTable, csvText(['index', ...columns.map(([name]) => name)], rows)],
    [libraryFiles.patchList, listOf(records)],
    [libraryFiles.settings, `${JSON.stringify(settings, undefined, 2)}\n`],
  ];
  for (const [name, content] of files) writeFileAtomic.sync(join(folder, name), content);
}

/** A JSON list with a line for each record, so that it can be read and searched. */
function listOf(records: readonly PatchRecord[]): string {
  return `[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]\n`;
}

function checkEnough({ micrographs }: LibrarySettings, count: number): void {
  if (count >= FEWEST) return;
  const [first] = micrographs;
  throw new DataError({
    where: micrographs.length === 1 && first !== undefined ? first.path : `${micrographs.length} micrographs`,
    expected: 'objects brighter or darker than the background',
    got: count === 0 ? 'none' : 'one',
    hint: '--bright or --dark, a smaller --min-size, --threshold noise, or --annotations keep',
  });
}
