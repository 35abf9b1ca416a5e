// Step 3: build/ from src/.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lockHash } from './dependencies.js';
import { build, modules, root } from './places.js';
import { run } from './run.js';
import { timed } from './say.js';
import { readStamp, writeStamp } from './stamp.js';

const stampFile = join(build, '.stamp.json');

/** Whether build/ was made from the sources as they are now, judging by their names, sizes and times. */
export function isBuilt() {
  return readStamp(stampFile).key === buildKey();
}

/** @throws Error with the compiler's output */
export async function compile() {
  const key = buildKey();
  await timed('compiling src/ to build/', async () => {
    rmSync(stampFile, { force: true });
    removeOrphans();
    const tsc = join(modules, 'typescript', 'bin', 'tsc');
    // Types are checked before a change is taken in, not at each start.
    const options = ['--noCheck', '--incremental', '--tsBuildInfoFile', join(build, '.tsbuildinfo')];
    const { ok, output } = await run(process.execPath, [tsc, '-p', 'tsconfig.build.json', ...options]);
    if (!ok) throw new Error(`src/ does not compile:\n${output.trim().split('\n').slice(0, 20).join('\n')}`);
  });
  writeStamp(stampFile, { key });
}

function buildKey() {
  const hash = createHash('sha256').update(lockHash());
  const settings = ['tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));
  for (const file of [...settings, ...filesIn(join(root, 'src'))]) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** Removes what was compiled from sources that are gone, and with it the compiler's memory of having compiled the rest. */
function removeOrphans() {
  const isOrphan = (file) => {
    const source = file.replace(/\.(d\.ts|js)(\.map)?$/, '.ts').replace(build, join(root, 'src'));
    return source.endsWith('.ts') && !existsSync(source);
  };
  const orphans = existsSync(build) ? filesIn(build).filter(isOrphan) : [];
  for (const file of orphans) rmSync(file);
  if (orphans.length > 0) rmSync(join(build, '.tsbuildinfo'), { force: true });
}

function filesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
