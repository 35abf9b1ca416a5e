import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { ArgumentError, DataError } from '../../num/index.js';
import { parseRunConfig } from '../config/index.js';
import type { RunConfig } from '../config/index.js';
import { discardCheckpointsAfter, hasCheckpoint, loadCheckpoint } from './checkpoint.js';
import type { LoadedCheckpoint } from './checkpoint.js';
import { truncateMetrics } from './metrics.js';

/**
 * Starts a run: makes the folder and writes config.json.
 *
 * @throws ArgumentError if the folder holds something already; it says how to go on with a run that is there
 */
export function createRun(folder: string, config: RunConfig): void {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  if (files.length > 0) throw occupied(folder, files);
  mkdirSync(folder, { recursive: true });
  writeConfig(folder, config);
}

/** Replaces config.json, whole or not at all: to record what a run finds out, such as which engine started. */
export function writeConfig(folder: string, config: RunConfig): void {
  writeFileAtomic.sync(configFile(folder), `${JSON.stringify(config, undefined, 2)}\n`);
}

/**
 * The config of an existing run.
 *
 * @throws DataError if the folder is not a run's, or its config.json is not as it should be
 */
export function readConfig(folder: string): RunConfig {
  const file = configFile(folder);
  if (!existsSync(file)) {
    const got = existsSync(folder) ? 'a folder without config.json' : 'nothing there';
    throw new DataError({ where: folder, expected: "a run's folder", got, hint: 'the folder that train named' });
  }
  return parseRunConfig(parseJson(file), file);
}

export interface ResumedRun {
  readonly config: RunConfig;
  /** Where to go on; absent if the run stopped before its first checkpoint, so that it begins anew. */
  readonly checkpoint?: LoadedCheckpoint;
}

/**
 * An existing run made ready to go on: its metrics and checkpoints after the newest whole checkpoint are dropped.
 *
 * @throws DataError if the folder is not a run's
 * @throws CheckpointError if all of its checkpoints are damaged
 */
export function resumeRun(folder: string): ResumedRun {
  const config = readConfig(folder);
  if (!hasCheckpoint(folder)) {
    truncateMetrics(folder, -1);
    return { config };
  }
  const checkpoint = loadCheckpoint(folder);
  truncateMetrics(folder, checkpoint.meta.step);
  discardCheckpointsAfter(folder, checkpoint.meta.step);
  return { config, checkpoint };
}

function configFile(folder: string): string {
  return join(folder, 'config.json');
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new DataError({ where: file, expected: 'JSON', got });
  }
}

function occupied(folder: string, files: readonly string[]): ArgumentError {
  const isRun = files.includes('config.json');
  return new ArgumentError({
    where: resolve(folder),
    expected: 'an empty or a new folder',
    got: isRun ? 'the folder of an earlier run' : `one with ${files.length} files or folders in it`,
    hint: isRun ? `\`kiln resume ${folder}\` to go on with that run, or another --out` : 'another --out',
  });
}
