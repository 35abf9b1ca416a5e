// Everything that must be there before Kiln runs, each step once.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { compile, isBuilt } from './build.js';
import { hasDependencies, installDependencies } from './dependencies.js';
import { withLock } from './lock.js';
import { installNative, isNativeSettled } from './native.js';
import { cacheFolder, root } from './places.js';

/**
 * Does what is missing, and returns at once if nothing is.
 *
 * @param {{ native: boolean, build: boolean }} wanted the steps besides the packages
 * @throws Error if a step fails that Kiln cannot do without
 */
export async function setUp(wanted) {
  if (isDone(wanted)) return;
  const lock = createHash('sha256').update(root).digest('hex').slice(0, 16);
  await withLock(join(cacheFolder(), 'locks', lock), async () => {
    if (!hasDependencies()) await installDependencies();
    if (wanted.native && !isNativeSettled()) await installNative();
    if (wanted.build && !isBuilt()) await compile();
  });
}

function isDone({ native, build }) {
  return hasDependencies() && (!native || isNativeSettled()) && (!build || isBuilt());
}

/** Whether these arguments or the environment ask for another engine, so that the native one need not be there. */
export function needsNative(args) {
  const option = args.findIndex((arg) => arg === '--engine' || arg.startsWith('--engine='));
  const value = option < 0 ? undefined : (args[option].split('=')[1] ?? args[option + 1]);
  return !['wasm', 'cpu'].includes(value ?? process.env.KILN_ENGINE);
}
