import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import { ready } from '../../num/index.js';
import { versions } from '../config/index.js';
import { formatDuration } from '../progress.js';
import type { Experiment } from './experiment.js';
import { readFindings, writeFindings, type FindingsRecord } from './findingsFiles.js';
import { openLab, type Lab } from './lab.js';
import type { ExperimentName } from './names.js';
import { loadExperiment } from './registry.js';
import { writePage } from './page.js';
import type { LabSettings } from './settings.js';

/** The lab's settings, and how each experiment is asked for on the command line. */
export type ExperimentSettings = LabSettings & { readonly command: (name: ExperimentName) => string };

/** Where experiments come from. */
export type ExperimentLoader = (name: ExperimentName) => Promise<Experiment>;

export interface ExperimentsResult {
  readonly folder: string;
  readonly report: string;
  readonly interrupted: boolean;
  /** In the order in which they were asked for; those that were there already are not done again. */
  readonly done: readonly FindingsRecord[];
}

/**
 * Does experiments in order, passing over those that were done with the same settings, and writes one report of all that
 * the folder holds. Interrupted, it goes on where it stopped when it is called again.
 */
export async function runExperiments(
  names: readonly ExperimentName[],
  settings: ExperimentSettings,
  load: ExperimentLoader = (name) => loadExperiment[name](),
): Promise<ExperimentsResult> {
  await ready(settings.engine === 'auto' ? {} : { engine: settings.engine });
  const lab = openLab(settings);
  const done: FindingsRecord[] = [];
  try {
    for (const name of names) done.push(await findingsOf(name, lab, settings.command(name), load));
  } catch (error) {
    if (!settings.interrupt.aborted) throw error;
  }
  return { folder: settings.out, report: writePage(settings.out), interrupted: settings.interrupt.aborted, done };
}

async function findingsOf(
  name: ExperimentName,
  lab: Lab,
  command: string,
  load: ExperimentLoader,
): Promise<FindingsRecord> {
  const folder = join(lab.settings.out, name);
  const settings = described(lab);
  const earlier = readFindings(folder);
  if (earlier !== undefined && isDeepStrictEqual(earlier.settings, settings)) {
    lab.say(`${name}: done before`);
    return earlier;
  }
  lab.settings.interrupt.throwIfAborted();
  const experiment = await load(name);
  lab.say(`${name}: ${experiment.title}`);
  const start = performance.now();
  const findings = await experiment.run(lab);
  lab.settings.interrupt.throwIfAborted();
  const seconds = (performance.now() - start) / 1000;
  lab.say(`  ${formatDuration(seconds)}. ${findings.summary.join(' ')}`);
  const { title, about } = experiment;
  return writeFindings(folder, findings, {
    experiment: name,
    title,
    about,
    settings,
    versions: versions(),
    command,
    seconds,
  });
}

/** What the findings depend on, as JSON gives it back. */
function described({ settings: { isSmoke, engine, numSeeds, particles } }: Lab): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify({ isSmoke, engine, numSeeds, particles })) as Record<string, unknown>;
}
