import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { RunConfig } from '../config/index.js';
import { formatDuration } from '../progress.js';
import { createRun, readMetrics, type MetricsRecord } from '../run/index.js';
import { openRun, type TrainedRun } from '../train/index.js';
import type { LabSettings } from './settings.js';
import { trainRun } from './trainRun.js';

/** A model that has been trained, on disk. */
export interface TrainedModel {
  readonly config: RunConfig;
  /** The run's folder, with report.html and classifier/ among others. */
  readonly folder: string;
  /** A line for each time that it was measured. */
  readonly history: readonly MetricsRecord[];
  /** Seconds of training; with two models at a time each takes longer than alone. */
  readonly seconds: number;
  /** Loads data and weights, hands them to `body`, and frees the weights. */
  use<Result>(body: (run: TrainedRun) => Result | Promise<Result>): Promise<Result>;
}

/** Trains what is not yet in `out/models`, `jobs` models at a time. */
export async function trainModels<Name extends string>(
  configs: Readonly<Record<Name, RunConfig>>,
  settings: LabSettings,
  say: (text: string) => void,
): Promise<Readonly<Record<Name, TrainedModel>>> {
  const entries = Object.entries<RunConfig>(configs).map(([name, config]) => ({
    name,
    config,
    folder: modelFolder(settings.out, config),
  }));
  const missing = new Map(entries.filter(({ folder }) => !isTrained(folder)).map((entry) => [entry.folder, entry]));
  const queue = [...missing.values()];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      settings.interrupt.throwIfAborted();
      if (!existsSync(join(next.folder, 'config.json'))) createRun(next.folder, next.config);
      const start = performance.now();
      await trainRun(next.folder, next.config, settings);
      done += 1;
      say(
        `  trained ${next.name} (${done} of ${missing.size}) in ${formatDuration((performance.now() - start) / 1000)}`,
      );
    }
  };
  if (missing.size > 0) say(`  training ${missing.size} of ${entries.length} models`);
  await Promise.all(Array.from({ length: Math.min(settings.jobs, missing.size) }, worker));
  // Every name of `configs` has its entry.
  return Object.fromEntries(entries.map(({ name, config, folder }) => [name, trainedModel(config, folder)])) as Record<
    Name,
    TrainedModel
  >;
}

/** The folder of a config's model: the same for the same settings, whatever they were asked for by. */
function modelFolder(out: string, config: RunConfig): string {
  const { data, model, training } = config;
  const hash = createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 10);
  return join(out, 'models', [model.kind, training.recipe, data.kind, `seed${training.seed}`, hash].join('-'));
}

/** The report is the last thing that a run writes. */
function isTrained(folder: string): boolean {
  return existsSync(join(folder, 'report.html'));
}

function trainedModel(config: RunConfig, folder: string): TrainedModel {
  const history = readMetrics(folder);
  return {
    config,
    folder,
    history,
    seconds: Number(history.at(-1)?.['seconds'] ?? NaN),
    use: async (body) => {
      const run = await openRun(folder);
      try {
        return await body(run);
      } finally {
        tf.dispose(run.params);
      }
    },
  };
}
