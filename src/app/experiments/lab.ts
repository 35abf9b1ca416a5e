import type { EngineName } from '../../num/index.js';
import type { RunConfig } from '../config/index.js';
import type { JobOptions } from '../jobs.js';
import type { ParticleFiles } from './particles.js';
import { trainModels, type TrainedModel } from './trainModels.js';

/** What all experiments of one call have in common. */
export interface LabSettings extends JobOptions {
  /** Where everything is written: a folder for each experiment, and `models`. */
  readonly out: string;
  /** Tiny models that only show that everything works. */
  readonly isSmoke: boolean;
  readonly engine: EngineName | 'auto';
  /** How many keys the main results are repeated with: seeds 0, 1, … */
  readonly numSeeds: number;
  /** How many models are trained at a time, each in a process of its own; 1 for none but this one. */
  readonly jobs: number;
  readonly particles: ParticleFiles;
  /** Aborted when the user wants to stop. */
  readonly interrupt: AbortSignal;
}

/** What an experiment works with. */
export interface Lab {
  readonly settings: LabSettings;
  /** The seeds of the main results: 0, 1, … */
  readonly seeds: readonly number[];
  /**
   * Models by name, trained as their configs say: from the folder `models` if they are there, else trained now.
   *
   * @throws the reason of `settings.interrupt` if the user stops it; what is trained stays
   */
  models<Name extends string>(
    configs: Readonly<Record<Name, RunConfig>>,
  ): Promise<Readonly<Record<Name, TrainedModel>>>;
  /** A line on the terminal, unless it is to be quiet. */
  say(text: string): void;
}

/** A lab for the given settings. */
export function openLab(settings: LabSettings): Lab {
  const say = (text: string): void => {
    if (!settings.quiet && !settings.json) process.stderr.write(`${text}\n`);
  };
  return {
    settings,
    seeds: Array.from({ length: settings.numSeeds }, (_, i) => i),
    say,
    models: (configs) => trainModels(configs, settings, say),
  };
}
