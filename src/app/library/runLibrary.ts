import { existsSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ArgumentError } from '../../num/index.js';
import { configVersion, hashPath } from '../config/index.js';
import type { FileRef, RunConfig } from '../config/index.js';
import type { JobOptions, TrainResult } from '../jobs.js';
import { readConfig } from '../run/index.js';
import { train } from '../train/index.js';
import type { LibraryLearning } from './librarySettings.js';
import { libraryFiles } from './names.js';

export interface LibraryRunOptions extends JobOptions {
  readonly interrupt: AbortSignal;
  /** Whether a run with other settings is set aside. */
  readonly retrain: boolean;
  readonly say: (text: string) => void;
}

/**
 * Trains on the patches and labels of a library's folder in its folder `run`: from the start, or on from the last checkpoint,
 * or not at all if that run is finished. A run of other labels is set aside.
 *
 * @returns undefined if the run was finished before
 * @throws ArgumentError if the run that is there has other settings, and `retrain` was not asked for
 */
export async function runLibrary(
  folder: string,
  learning: LibraryLearning,
  { retrain, say, ...options }: LibraryRunOptions,
): Promise<TrainResult | undefined> {
  const out = join(folder, libraryFiles.run);
  const config = await configOf(folder, learning);
  if (existsSync(out)) {
    const stored = readConfig(out);
    const difference = differenceOf(stored, config);
    if (difference === undefined) {
      if (existsSync(join(out, 'report.html'))) return undefined;
      return train(stored, { ...options, out, resume: true });
    }
    if (difference.name !== 'labels' && !retrain) throw otherSettings(out, difference);
    say(`The run of other ${difference.name === 'labels' ? 'labels' : 'settings'} is now ${setAside(out)}.`);
  }
  return train(config, { ...options, out });
}

/** The run's config, as `kiln train --images` would make it. */
async function configOf(folder: string, { testFraction, ...learning }: LibraryLearning): Promise<RunConfig> {
  const groups = { ...(await hashPath(join(folder, libraryFiles.patchList))), field: 'micrograph' };
  return {
    formatVersion: configVersion,
    ...learning,
    data: {
      kind: 'images',
      images: await hashPath(join(folder, libraryFiles.patches)),
      labels: await hashPath(join(folder, libraryFiles.labels)),
      ...(testFraction > 0 && { groups }),
      testFraction,
      normalise: 'none',
      seed: learning.training.seed,
    },
  };
}

interface Difference {
  readonly name: string;
  readonly before: string;
  readonly now: string;
}

/** The first setting in which two runs differ; where the files are does not count, nor what the engine was in the end. */
function differenceOf(before: RunConfig, now: RunConfig): Difference | undefined {
  const [old, own] = [flat(before), flat(now)];
  const names = [...new Set([...Object.keys(own), ...Object.keys(old)])];
  const name = names.find((one) => old[one] !== own[one]);
  return name === undefined ? undefined : { name, before: old[name] ?? 'none', now: own[name] ?? 'none' };
}

function flat({ data, model, training }: RunConfig): Record<string, string> {
  const settings = Object.entries({ ...model, ...training, ...data }) as [string, unknown][];
  return Object.fromEntries(
    settings.map(([name, value]) => [name, isFile(value) ? value.sha256 : JSON.stringify(value)]),
  );
}

function isFile(value: unknown): value is FileRef {
  return typeof value === 'object' && value !== null && 'sha256' in value;
}

function otherSettings(out: string, { name, before, now }: Difference): ArgumentError {
  return new ArgumentError({
    where: resolve(out),
    expected: `the settings of the training in this folder, ${name} ${before}`,
    got: `${name} ${now}`,
    hint: 'the options of the first time, or --retrain, which keeps that run under another name',
  });
}

/** Renames a run's folder to the first free one of run-1, run-2, …; the new name. */
function setAside(out: string): string {
  let number = 1;
  while (existsSync(`${out}-${number}`)) number += 1;
  renameSync(out, `${out}-${number}`);
  return `${out}-${number}`;
}
