import * as tf from '@tensorflow/tfjs-core';
import { readdir, stat } from 'node:fs/promises';
import { availableParallelism, freemem, homedir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type EngineName, engineNames, KilnError, ready } from '../num/index.js';
import { versions } from './config/index.js';
import type { DoctorReport, EngineHealth } from './doctorReport.js';
import { missingForNative } from './missingForNative.js';

export { formatDoctorReport } from './doctorReport.js';
export type { DoctorReport, EngineHealth } from './doctorReport.js';

/**
 * Tries every engine and looks at what Kiln runs on. The engine that was in use, or else the one that a command would
 * choose, is in use afterwards.
 *
 * @throws ArgumentError if KILN_ENGINE names no engine
 * @example
 * (await doctor()).engines.map(({ engine }) => engine);   // ['native', 'wasm', 'cpu']
 */
export async function doctor(): Promise<DoctorReport> {
  const { engine, why } = await ready();
  const engines: EngineHealth[] = [];
  for (const name of engineNames) engines.push(await examine(name));
  await ready({ engine });
  const folder = cacheFolder();
  return {
    versions: { ...versions(), ...tensorflowVersion(engines) },
    engines,
    choice: { engine, why },
    machine: machine(),
    cache: { folder, bytes: await sizeOfFolder(folder) },
    missing: engines[0]?.works === true ? [] : await missingForNative(),
  };
}

/** Starts an engine and has it multiply two matrices. */
async function examine(engine: EngineName): Promise<EngineHealth> {
  try {
    const { tfjs, tensorflow, threads, maxRank } = await ready({ engine });
    const [product] = tf.tidy(() => tf.matMul(tf.tensor2d([[2, 3]]), tf.tensor2d([[5], [7]])).dataSync());
    if (product !== 31) return { engine, works: false, problem: `it multiplies wrongly, ${String(product)} for 31` };
    const library = tensorflow === undefined ? {} : { tensorflow };
    return { engine, works: true, facts: { engine, tfjs, ...library, threads, maxRank } };
  } catch (error) {
    return { engine, works: false, problem: error instanceof KilnError ? error.got : String(error) };
  }
}

function tensorflowVersion(engines: readonly EngineHealth[]): Record<string, string> {
  const found = engines.flatMap((health) => (health.works ? [health.facts.tensorflow] : []));
  return Object.fromEntries(found.filter((version) => version !== undefined).map((version) => ['tensorflow', version]));
}

function machine(): DoctorReport['machine'] {
  // 0, or more than there is, where nothing constrains the process.
  const allowed = process.constrainedMemory();
  const memory = allowed > 0 && allowed < totalmem() ? allowed : totalmem();
  return {
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    memory,
    freeMemory: Math.min(freemem(), memory),
  };
}

/** Where set-up keeps what projects share, chosen as scripts/setup/places.js does. */
function cacheFolder(): string {
  const { KILN_CACHE: own = '', XDG_CACHE_HOME: base = '' } = process.env;
  return own === '' ? join(base === '' ? join(homedir(), '.cache') : base, 'kiln') : own;
}

/** In bytes, links not followed; 0 if there is no such folder. */
async function sizeOfFolder(folder: string): Promise<number> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
}
