import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DataError, nearest } from '../../num/index.js';

/**
 * The bytes of a file, in a buffer of their own.
 *
 * @throws DataError if there is no such file or it cannot be read
 */
export function readBytes(path: string): Uint8Array<ArrayBuffer> {
  if (kindOfPath(path) === 'folder') {
    throw new DataError({ where: path, expected: 'a file', got: 'a folder', hint: 'the path of a file in it' });
  }
  try {
    // Copied: Node keeps small files in a shared pool, where a decoder that reads too far would find other data.
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new DataError({ where: path, expected: 'a file that can be read', got });
  }
}

/**
 * Whether a path leads to a file or a folder.
 *
 * @throws DataError naming the nearest name in the same folder if it leads nowhere
 */
export function kindOfPath(path: string): 'file' | 'folder' {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined) return found.isDirectory() ? 'folder' : 'file';
  const near = nearest(basename(path), namesIn(dirname(path)));
  const hint = near === undefined ? 'an existing path' : join(dirname(path), near);
  throw new DataError({ where: path, expected: 'a file or a folder', got: 'nothing of that name', hint });
}

function namesIn(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}
