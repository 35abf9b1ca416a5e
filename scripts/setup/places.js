// Where set-up reads and writes.
import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
export const modules = join(root, 'node_modules');
/** What set-up remembers about node_modules; `npm ci` removes it together with what it is about. */
export const stamps = join(modules, '.kiln');
export const tfjsNode = join(modules, '@tensorflow', 'tfjs-node');
export const build = join(root, 'build');

/** Names the kind of machine that compiled code is for. */
export const platform = `${process.platform}-${process.arch}`;

/**
 * The folder for what projects share: KILN_CACHE, else `kiln` in the user's cache folder, else, where neither can be
 * written, in the folder for temporary files.
 */
export function cacheFolder() {
  const { KILN_CACHE, XDG_CACHE_HOME } = process.env;
  const wanted = KILN_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'kiln');
  for (const folder of [wanted, join(tmpdir(), 'kiln-cache')]) {
    try {
      mkdirSync(folder, { recursive: true });
      return folder;
    } catch {
      // Read-only; the next one may not be.
    }
  }
  throw new Error(`${wanted}: expected a folder that can be written. Try setting KILN_CACHE.`);
}
