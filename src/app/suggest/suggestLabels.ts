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
import { expectedInformation, largest, meanPrediction, pickRows, type Information } from './information.js';

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
 * Writes which images' labels would tell the model most: first the least certain ones, over poses, and of these the ones
 * that classifier and decoder together are least sure of. The decoder's own opinion is p(class | image) ∝ p(image, class), estimated as
 * the ELBO is.
 */
export const suggestLabels: SuggestJob = async (folder, { images, count, out }) => {
  const run = await openRun(folder);
  requireClasses(run, folder);
  const pool = images === undefined ? unlabelledPool(run) : poolOf(readSameSize(run, images));
  const best = mostTelling(run, pool, count);
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
  const rows = best.map((one) => rowOf(one, pool.names, run.data.classNames));
  writeFileAtomic.sync(out, csvText(columns, rows));
  return { file: out, images: best.map(({ place }) => pool.names[place] ?? ''), total: pool.set.count };
};

/** An image worth a label, and what is known of it. */
interface Candidate {
  readonly place: number;
  /** What its label tells when only the classifier is asked, and when the decoder is asked as well, which is what counts. */
  readonly alone: Information;
  readonly together: Information;
  /** q(class | image), [class] */
  readonly classes: Float32Array;
  readonly logEvidence: number | undefined;
}

/** The most telling images of a pool, the first first. */
function mostTelling({ vae, params, data }: TrainedRun, { set }: Pool, count: number): Candidate[] {
  const numClasses = data.classNames.length;
  const views = classProbabilitiesOfViews(vae, params, set, key(0), VIEWS, data.outside);
  const alone = expectedInformation(views, numClasses);
  const shortlist = largest(alone.map(entropyIn), SHORTLIST * count);
  const evidence = evidenceOf(vae, params, pickImages(set, shortlist));
  const judges = [pickRows(meanPrediction(views), numClasses, shortlist), evidence.classes];
  const together = expectedInformation(judges, numClasses);
  return largest(together.map(entropyIn), count).map((i) => {
    const place = shortlist[i] ?? 0;
    return {
      place,
      alone: alone[place] ?? NOTHING,
      together: together[i] ?? NOTHING,
      classes: (views[0] ?? new Float32Array(0)).subarray(place * numClasses, (place + 1) * numClasses),
      logEvidence: evidence.logEvidence[i],
    };
  });
}

const NOTHING: Information = { entropy: NaN, disagreement: NaN };

function entropyIn({ entropy }: Information): number {
  return entropy;
}

/** A line of the table. */
function rowOf(
  { place, alone, together, classes, logEvidence }: Candidate,
  names: readonly string[],
  classNames: readonly string[],
): Cell[] {
  const [label = 0] = mostProbable(classes, classes.length);
  const nats = [together.entropy, alone.disagreement, together.disagreement].map((value) => value.toFixed(4));
  return [
    names[place] ?? '',
    ...nats,
    classNames[label] ?? '',
    classes[label]?.toFixed(5) ?? null,
    logEvidence?.toFixed(1) ?? null,
  ];
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
