import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import writeFileAtomic from 'write-file-atomic';
import { pickImages, type ImageSet } from '../../data/index.js';
import { key } from '../../num/index.js';
import { csvText } from '../csv.js';
import type { SuggestJob } from '../jobs.js';
import { classProbabilitiesOfViews, mostProbable, openRun, readSameSize, requireClasses } from '../train/index.js';
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
  const { set, names } = images === undefined ? unlabelledPool(run) : poolOf(readSameSize(run, images));
  const { classNames } = run.data;
  const views = classProbabilitiesOfViews(run.vae, run.params, set, key(0), VIEWS);
  tf.dispose(run.params);
  const told = expectedInformation(views, classNames.length);
  const [first = new Float32Array(0)] = views;
  const predicted = mostProbable(first, classNames.length);
  const chosen = largest(
    told.map(({ entropy }) => entropy),
    count,
  );
  const rows = chosen.map((place) => {
    const label = predicted[place] ?? 0;
    const probability = first[place * classNames.length + label] ?? NaN;
    const { entropy = NaN, disagreement = NaN } = told[place] ?? {};
    return [
      names[place] ?? '',
      entropy.toFixed(4),
      disagreement.toFixed(4),
      classNames[label] ?? '',
      probability.toFixed(5),
    ];
  });
  mkdirSync(dirname(out), { recursive: true });
  const columns = ['image', 'information_nats', 'between_poses_nats', 'class', 'probability'];
  writeFileAtomic.sync(out, csvText(columns, rows));
  return { file: out, images: chosen.map((place) => names[place] ?? ''), total: set.count };
};

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
