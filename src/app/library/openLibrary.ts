import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readImages } from '../../data/index.js';
import type { ImageSet } from '../../data/index.js';
import { ArgumentError, DataError } from '../../num/index.js';
import type { LibrarySettings } from './librarySettings.js';
import { libraryFiles } from './names.js';
import type { PatchRecord } from './patchRecord.js';

/** What is there before any patch is complete, left by a process that was killed while it wrote. */
const UNFINISHED: readonly string[] = [libraryFiles.patches, libraryFiles.patchTable, libraryFiles.patchList];

/**
 * Whether a folder has the patches that these settings give; if it does not, it is new, empty or interrupted.
 *
 * @throws ArgumentError if it has a library of other settings, or other files
 */
export function hasPatches(folder: string, settings: LibrarySettings): boolean {
  const file = join(folder, libraryFiles.settings);
  if (existsSync(file)) {
    checkSame(folder, readJson(file), settings);
    return true;
  }
  const others = existsSync(folder) ? readdirSync(folder).filter((name) => !isUnfinished(name)) : [];
  if (others.length === 0) return false;
  const got = `one with ${others.slice(0, 3).join(', ')}${others.length > 3 ? ', …' : ''} in it`;
  throw new ArgumentError({ where: resolve(folder), expected: 'an empty or a new folder', got, hint: 'another --out' });
}

/** The patches of a library's folder, with their ids as names. */
export function readPatches(folder: string): { readonly records: readonly PatchRecord[]; readonly set: ImageSet } {
  const file = join(folder, libraryFiles.patchList);
  // `makePatches` wrote it, and `hasPatches` has found its settings complete.
  const records = readJson(file) as readonly PatchRecord[];
  const set = readImages(join(folder, libraryFiles.patches));
  if (records.length !== set.count) {
    const hint = 'another --out, as this folder was changed';
    throw new DataError({ where: file, expected: `${set.count} records`, got: String(records.length), hint });
  }
  return { records, set: { ...set, names: records.map(({ id }) => id) } };
}

function isUnfinished(name: string): boolean {
  // A file that is being written has a number behind its name.
  return UNFINISHED.some((own) => name === own || name.startsWith(`${own}.`));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new DataError({ where: file, expected: 'JSON as kiln library writes it', got, hint: 'another --out' });
  }
}

function checkSame(folder: string, stored: unknown, settings: LibrarySettings): void {
  const [before, now] = [comparable(stored as LibrarySettings), comparable(settings)];
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const name = names.find((one) => before[one] !== now[one]);
  if (name === undefined) return;
  throw new ArgumentError({
    where: resolve(folder),
    expected: `the settings of the library in this folder, ${name} ${before[name] ?? 'not given'}`,
    got: `${name} ${now[name] ?? 'not given'}`,
    hint: 'the options of the first time, or another --out',
  });
}

/** Settings by name as text; the files may have moved, as long as they are the same. */
function comparable({ micrographs = [], find = {}, ...others }: Partial<LibrarySettings>): Record<string, string> {
  const files = micrographs.map(({ name, sha256 }) => [`micrograph ${name}`, `of content ${sha256.slice(0, 12)}…`]);
  const rest = Object.entries({ ...find, ...others }).map(([name, value]) => [name, JSON.stringify(value)]);
  return Object.fromEntries([...files, ...rest]) as Record<string, string>;
}
