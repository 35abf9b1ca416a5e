// Step 1: the packages of package-lock.json.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modules, platform, root, stamps } from './places.js';
import { run } from './run.js';
import { timed } from './say.js';
import { readStamp, writeStamp } from './stamp.js';

const stampFile = join(stamps, 'dependencies.json');
const lockFile = join(root, 'package-lock.json');

/** Identifies what package-lock.json says. */
export function lockHash() {
  return createHash('sha256').update(readFileSync(lockFile)).digest('hex').slice(0, 16);
}

export function hasDependencies() {
  return readStamp(stampFile).key === dependenciesKey();
}

/**
 * Installs the locked packages unless they are there already, by whatever means.
 *
 * Install scripts stay off: none is needed but that of tfjs-node, which the next step replaces. The packages for
 * development are included, because building and testing need them also where NODE_ENV or npm's settings omit them.
 *
 * @throws Error with npm's output
 */
export async function installDependencies() {
  if (!isInstalled()) {
    await timed('installing the packages of package-lock.json', async () => {
      const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
      const [program, ...first] = npmCommand();
      const { ok, problem, output } = await run(program, [...first, ...args], { seconds: 1800 });
      if (!ok) throw new Error(`npm ci failed: ${problem}\n${output.trim().split('\n').slice(-15).join('\n')}`);
    });
  }
  writeStamp(stampFile, { key: dependenciesKey() });
}

/** Whether npm's own record of node_modules agrees with the lock file. */
function isInstalled() {
  const { packages: wanted = {} } = readStamp(lockFile);
  const { packages: found } = readStamp(join(modules, '.package-lock.json'));
  if (found === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    if (found[path] === undefined) return entry.optional === true || entry.devOptional === true;
    return found[path].version === entry.version && existsSync(join(root, path));
  });
}

/** npm as it runs at present, else the one on the path. */
function npmCommand() {
  const { npm_execpath: path } = process.env;
  if (path?.endsWith('npm-cli.js')) return [process.execPath, path];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}

/** What an installation depends on. */
function dependenciesKey() {
  return `${lockHash()} ${platform} node${process.versions.node.split('.')[0]}`;
}
