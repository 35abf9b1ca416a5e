// Step 2: the native engine. Without it everything still runs, on wasm.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheBinding, compileBinding, hasBinding, linkTensorflow, restoreBinding, tryBinding } from './binding.js';
import { runOwnInstaller } from './installer.js';
import { platform, stamps, tfjsNode } from './places.js';
import { warn } from './say.js';
import { readStamp, writeStamp } from './stamp.js';
import { fetchTensorflow, hasTensorflow } from './tensorflow.js';

const stampFile = join(stamps, 'native.json');
const retryAfterMs = 24 * 3600 * 1000;

/** Whether there is nothing to do: the engine is there, or it could not be had less than a day ago. */
export function isNativeSettled() {
  const { key, problem, time } = readStamp(stampFile);
  if (key !== nativeKey()) return false;
  return problem === undefined ? hasBinding() : Date.now() - time < retryAfterMs;
}

/** Gets the native engine; if that fails, says so in one line and remembers it. */
export async function installNative() {
  try {
    await obtain();
    writeStamp(stampFile, { key: nativeKey(), time: Date.now() });
  } catch (error) {
    const problem = error.message.split('\n')[0];
    writeStamp(stampFile, { key: nativeKey(), time: Date.now(), problem });
    warn(`no native engine: ${problem}. The wasm engine is used, which is slower; \`npm run setup\` tries again.`);
  }
}

async function obtain() {
  if (hasBinding() && (await tryBinding()).ok) return;
  if (!hasTensorflow()) {
    if ((await runOwnInstaller()) && (await tryBinding()).ok) return;
    await fetchTensorflow();
  }
  linkTensorflow();
  if (await restoreBinding()) return;
  await compileBinding();
  const { ok, problem } = await tryBinding();
  if (!ok) throw new Error(`the binding does not load: ${problem}`);
  cacheBinding();
}

/** What a binding depends on. */
function nativeKey() {
  const { version } = JSON.parse(readFileSync(join(tfjsNode, 'package.json'), 'utf8'));
  return `tfjs-node ${version} ${platform} node${process.versions.node.split('.')[0]}`;
}
