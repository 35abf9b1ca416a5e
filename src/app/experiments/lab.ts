import type { RunConfig } from '../config/index.js';
import type { LabSettings } from './settings.js';
import { trainModels, type TrainedModel } from './trainModels.js';

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
