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
import { expectedInformation, largest, meanPrediction, pickRows } from './information.js';

/** Views of each image: as it is, and in poses from the model's prior. */
const VIEWS = 6;

/** Images that might be labelled next, with what each is called. */
interface Pool {
  readonly set: ImageSet;
  readonly names: readonly string[];
}

/** So many times as many images as are asked for are put to the decoder: those that the classifier is least sure of. */
const SHORTLIST = 5;

/**
 * Writes which images' labels would tell the model most: first those of which its classifier is least sure over poses, and of these the ones
 * that classifier and decoder together are least sure of. The decoder's own opinion is p(class | image) ∝ p(image, class), estimated as
 * the ELBO is.
 */
export const suggestLabels: SuggestJob = async (folder, { images, count, out }) => {
  const run = await openRun(folder);
  requireClasses(run, folder);
  const pool = images === undefined ? unlabelledPool(run) : poolOf(readSameSize(run, images));
  const { chosen, rows } = ranked(run, pool, count);
  tf.dispose(run.params);
  mkdirSync(dirname(out), { recursive: true });
  const columns = [
    'image',
    'information_nats',
    'between_poses_nats',
    'with_decoder_nats',
    'class',
    'probability',
    'log_evidence_nats',
  ];
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
  const numClasses = classNames.length;
  const told = expectedInformation(views, numClasses);
  const shortlist = largest(
    told.map(({ entropy }) => entropy),
    SHORTLIST * count,
  );
  const evidence = evidenceOf(vae, params, pickImages(set, shortlist));
  const classifier = pickRows(meanPrediction(views), numClasses, shortlist);
  const together = expectedInformation([classifier, evidence.classes], numClasses);
  const best = largest(
    together.map(({ entropy }) => entropy),
    count,
  );
  const asTheyAre = views[0] ?? new Float32Array(0);
  const predicted = mostProbable(asTheyAre, numClasses);
  const rows = best.map((i) => {
    const place = shortlist[i] ?? 0;
    const label = predicted[place] ?? 0;
    const nats = [together[i]?.entropy, told[place]?.disagreement, together[i]?.disagreement];
    return [
      names[place] ?? '',
      ...nats.map((value) => value?.toFixed(4) ?? null),
      classNames[label] ?? '',
      asTheyAre[place * numClasses + label]?.toFixed(5) ?? null,
      evidence.logEvidence[i]?.toFixed(1) ?? null,
    ];
  });
  return { chosen: best.map((i) => shortlist[i] ?? 0), rows };
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
