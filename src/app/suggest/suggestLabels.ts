import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import writeFileAtomic from 'write-file-atomic';
import { pickImages, type ImageSet } from '../../data/index.js';
import { key } from '../../num/index.js';
import { csvText, type Cell } from '../csv.js';
import type { SuggestJob } from '../jobs.js';
import {
  classProbabilitiesOfViews,
  evidenceOf,
  mostProbable,
  openRun,
  readSameSize,
  requireClasses,
} from '../train/index.js';
import type { TrainedRun } from '../train/index.js';
import { expectedInformation, largest } from './information.js';

/** Views of each image: as it is, and in poses from the model's prior. */
const VIEWS = 6;

/** Images that might be labelled next, with what each is called. */
interface Pool {
  readonly set: ImageSet;
  readonly names: readonly string[];
}

/** Writes which images' labels would tell the run's classifier most: those of which it is least sure over poses. */
export const suggestLabels: SuggestJob = async (folder, { images, count, out }) => {
  const run = await openRun(folder);
  requireClasses(run, folder);
  const pool = images === undefined ? unlabelledPool(run) : poolOf(readSameSize(run, images));
  const { chosen, rows } = ranked(run, pool, count);
  tf.dispose(run.params);
  mkdirSync(dirname(out), { recursive: true });
  const columns = ['image', 'information_nats', 'between_poses_nats', 'class', 'probability', 'log_evidence_nats'];
  writeFileAtomic.sync(out, csvText(columns, rows));
  return { file: out, images: chosen.map((place) => pool.names[place] ?? ''), total: pool.set.count };
};

/** The most telling images of a pool, and a line of the table for each. */
function ranked(
  { vae, params, data }: TrainedRun,
  { set, names }: Pool,
  count: number,
): { chosen: number[]; rows: Cell[][] } {
  const { classNames } = data;
  const views = classProbabilitiesOfViews(vae, params, set, key(0), VIEWS);
  const told = expectedInformation(views, classNames.length);
  const entropies = told.map(({ entropy }) => entropy);
  const chosen = largest(entropies, count);
  const asTheyAre = views[0] ?? new Float32Array(0);
  const predicted = mostProbable(asTheyAre, classNames.length);
  const evidence = evidenceOf(vae, params, pickImages(set, chosen));
  const rows = chosen.map((place, i) => {
    const label = predicted[place] ?? 0;
    const probability = asTheyAre[place * classNames.length + label];
    return [
      names[place] ?? '',
      ...[told[place]?.entropy, told[place]?.disagreement].map((nats) => nats?.toFixed(4) ?? null),
      classNames[label] ?? '',
      probability?.toFixed(5) ?? null,
      evidence[i]?.toFixed(1) ?? null,
    ];
  });
  return { chosen, rows };
}

/** The images of a run whose class its training did not know. */
function unlabelledPool({ data: { unlabelled, origin } }: TrainedRun): Pool {
  if (origin === undefined) return poolOf(unlabelled);
  const open = Array.from({ length: unlabelled.count }, (_, i) => i).filter((i) => (origin.known[i] ?? -1) < 0);
  const names = open.map((i) => unlabelled.names?.[i] ?? String(origin.places[i]));
  return { set: pickImages(unlabelled, open), names };
}

function poolOf(set: ImageSet): Pool {
  return { set, names: set.names ?? Array.from({ length: set.count }, (_, i) => String(i)) };
}
