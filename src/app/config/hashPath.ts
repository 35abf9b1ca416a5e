import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DataError } from '../../num/index.js';
import type { FileRef } from './runConfig.js';

/**
 * A file or folder by its absolute path, with the SHA-256 of its content. For a folder that is the hash of the lines
 * `name hash` of the files in it, by name; folders inside it do not count.
 *
 * @throws DataError if there is nothing at `path`
 */
export async function hashPath(path: string): Promise<FileRef> {
  const absolute = resolve(path);
  if (!existsSync(absolute)) {
    const hint = 'the path as seen from the folder you are in';
    throw new DataError({ where: path, expected: 'a file or a folder', got: 'nothing there', hint });
  }
  return { path: absolute, sha256: await (statSync(absolute).isDirectory() ? hashFolder : hashFile)(absolute) };
}

/**
 * Refuses a file or folder whose content is no longer what it was when a run began.
 *
 * @throws DataError naming it
 */
export async function checkUnchanged(file: FileRef): Promise<void> {
  const { sha256 } = await hashPath(file.path);
  if (sha256 === file.sha256) return;
  throw new DataError({
    where: file.path,
    expected: `the content that the run began with (SHA-256 ${file.sha256.slice(0, 12)}…)`,
    got: `other content (${sha256.slice(0, 12)}…)`,
    hint: 'putting the old content back, or a new run',
  });
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function hashFolder(folder: string): Promise<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const hash = createHash('sha256');
  for (const name of names.sort()) hash.update(`${name} ${await hashFile(join(folder, name))}\n`);
  return hash.digest('hex');
}
