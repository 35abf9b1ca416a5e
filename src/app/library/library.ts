import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageSet } from '../../data/index.js';
import { hashPath } from '../config/index.js';
import type { JobOptions, TrainResult } from '../jobs.js';
import { readConfig } from '../run/index.js';
import { checkLabels, importLabels, storedLabels, storeLabels } from './labelFile.js';
import { labelOnPage } from './labelOnPage.js';
import { libraryObjects } from './libraryObjects.js';
import type { LibraryPlan, LibrarySettings } from './librarySettings.js';
import { makePatches } from './makePatches.js';
import { micrographFiles } from './micrographFiles.js';
import { libraryFiles } from './names.js';
import { hasPatches, readPatches } from './openLibrary.js';
import type { PatchRecord } from './patchRecord.js';
import { runLibrary } from './runLibrary.js';
import { writePictures } from './writePictures.js';
import { writeTables } from './writeTables.js';

export interface LibraryOptions extends JobOptions {
  /** The library's folder. */
  readonly out: string;
  readonly interrupt: AbortSignal;
  /** For what the user must know at once, such as the address of the labelling page; not on standard output. */
  readonly say: (text: string) => void;
}

export interface LibraryResult {
  readonly folder: string;
  /** How far it came: with `patches` labels are missing, with `interrupted` the training is to be gone on with. */
  readonly stage: 'patches' | 'interrupted' | 'done';
  readonly micrographs: number;
  readonly objects: number;
  /** Objects with labels of the user's. */
  readonly labelled: number;
  /** What the training of this call came to; absent if there was none. */
  readonly training?: TrainResult;
  readonly classNames?: readonly string[];
  /** How many objects are of each class. */
  readonly perClass?: readonly number[];
  /** The page to browse, and the table. */
  readonly page?: string;
  readonly table?: string;
}

export type LibraryJob = (plan: LibraryPlan, options: LibraryOptions) => Promise<LibraryResult>;

interface Folder {
  readonly settings: LibrarySettings;
  readonly records: readonly PatchRecord[];
  readonly set: ImageSet;
}

/**
 * From micrographs to a library of classified objects: patches, labels, training, tables and pages. Steps that are done in the
 * folder already are not done again.
 */
export const library: LibraryJob = async (plan, options) => {
  const folder = await patchesFor(plan, options);
  await label(folder, plan, options);
  const { records, set, settings } = folder;
  const labels = storedLabels(options.out, set);
  const counts = { micrographs: settings.micrographs.length, objects: records.length, labelled: labels.size };
  const start = { folder: options.out, ...counts };
  if (options.interrupt.aborted) return { ...start, stage: 'interrupted' };
  if (labels.size === 0) return { ...start, stage: 'patches' };
  checkLabels(options.out, set);
  const training = await runLibrary(options.out, plan.learning, { ...options, retrain: plan.retrain });
  const trained = training === undefined ? {} : { training };
  if (training?.interrupted === true) return { ...start, stage: 'interrupted', ...trained };
  return { ...start, stage: 'done', ...trained, ...(await describe(folder, options)) };
};

/** Says something unless the user wants quiet; the result as JSON says it all. */
function progressOf({ quiet, json, say }: LibraryOptions): (text: string) => void {
  return quiet || json ? () => undefined : say;
}

async function patchesFor({ paths, patches, labelling }: LibraryPlan, options: LibraryOptions): Promise<Folder> {
  // A file of labels that is not there is to be known before the micrographs are searched.
  if (labelling.file !== undefined) await hashPath(labelling.file);
  const settings: LibrarySettings = { formatVersion: 1, micrographs: await micrographFiles(paths), ...patches };
  if (!hasPatches(options.out, settings)) makePatches(options.out, settings, progressOf(options));
  return { settings, ...readPatches(options.out) };
}

/** Labels from a file, from the page, or those that are there. */
async function label(
  { records, set, settings }: Folder,
  { labelling }: LibraryPlan,
  options: LibraryOptions,
): Promise<void> {
  const { file, page, classes, port } = labelling;
  const { out: folder, interrupt, say } = options;
  if (file !== undefined) storeLabels(folder, set, importLabels(file, set));
  const isRunThere = existsSync(join(folder, libraryFiles.run));
  if (!(page ?? (file === undefined && !isRunThere))) return;
  const announce = (address: string): void => {
    say(`Label some patches at ${address} and press “Done” there, or close the page, to go on.`);
  };
  const { micrographs } = settings;
  await labelOnPage({ folder, micrographs, records, set, classes, port, announce, interrupt });
}

type Description = Pick<LibraryResult, 'classNames' | 'perClass' | 'page' | 'table'>;

/** Writes tables and pictures, unless those that are there are of this very run. */
async function describe({ records, set, settings }: Folder, options: LibraryOptions): Promise<Description> {
  const { out: folder } = options;
  const run = join(folder, libraryFiles.run);
  const origin = { settings, run: readConfig(run) };
  const [page, table] = [join(folder, libraryFiles.page), join(folder, libraryFiles.table)];
  const written = writtenLibrary(folder, origin);
  if (written !== undefined && existsSync(page)) return { ...written, page, table };
  progressOf(options)('Classifying all objects, writing tables and pictures.');
  const found = await libraryObjects(run, records, set, storedLabels(folder, set));
  writePictures(folder, settings, found, set);
  // Last: the list tells that the rest is complete.
  writeTables(folder, found, settings.pixelSize, origin);
  return { ...summaryOf(found.classNames, found.objects), page, table };
}

function writtenLibrary(folder: string, origin: object): Pick<LibraryResult, 'classNames' | 'perClass'> | undefined {
  const file = join(folder, libraryFiles.list);
  if (!existsSync(file)) return undefined;
  try {
    // `writeTables` wrote it; if it is not whole, it is written again.
    const stored = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly origin: object;
      readonly classNames: readonly string[];
      readonly objects: readonly { readonly class: string }[];
    };
    if (JSON.stringify(stored.origin) !== JSON.stringify(origin)) return undefined;
    return summaryOf(stored.classNames, stored.objects);
  } catch {
    return undefined;
  }
}

function summaryOf(
  classNames: readonly string[],
  objects: readonly { readonly class: string }[],
): Pick<LibraryResult, 'classNames' | 'perClass'> {
  return {
    classNames,
    perClass: classNames.map((name) => objects.filter((object) => object.class === name).length),
  };
}
