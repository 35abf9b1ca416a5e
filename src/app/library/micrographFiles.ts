import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { DataError } from '../../num/index.js';
import { hashPath } from '../config/index.js';
import type { MicrographRef } from './librarySettings.js';

const ENDINGS = ['.png', '.tif', '.tiff', '.npy'];

/**
 * The micrographs that paths name, each once: files as they are, folders for the PNG, TIFF and NumPy files in them.
 *
 * @throws DataError for a path that leads nowhere, a folder without micrographs, or two of one name
 */
export async function micrographFiles(paths: readonly string[]): Promise<MicrographRef[]> {
  const files = [...new Set((await Promise.all(paths.map(filesAt))).flat())];
  const names = namesFor(files);
  const refs: MicrographRef[] = [];
  // One after another: a folder of a thousand would open a thousand files.
  for (const [i, file] of files.entries()) refs.push({ name: names[i] ?? '', ...(await hashPath(file)) });
  return refs;
}

async function filesAt(path: string): Promise<string[]> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) {
    // For its message where there is nothing.
    await hashPath(path);
    return [realpathSync(path)];
  }
  const found = readdirSync(path).filter((name) => ENDINGS.includes(extname(name).toLowerCase()));
  if (found.length > 0) return found.sort().map((name) => realpathSync(join(path, name)));
  const hint = 'the folder in which the micrographs are, or to save them as TIFF or PNG';
  throw new DataError({ where: path, expected: `files named ${ENDINGS.join(', ')}`, got: 'none in this folder', hint });
}

/** Without the ending where that is enough to tell the files apart, else with folder and ending. */
function namesFor(files: readonly string[]): string[] {
  const stems = files.map((file) => basename(file, extname(file)));
  const names = stems.map((stem, i) => {
    const file = files[i] ?? '';
    const isAlone = stems.filter((other) => other === stem).length === 1;
    return isAlone ? stem : `${basename(dirname(file))}-${basename(file)}`;
  });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return names;
  const hint = 'to rename one of them';
  throw new DataError({ where: twice, expected: 'micrographs of different names', got: 'two of this one', hint });
}
