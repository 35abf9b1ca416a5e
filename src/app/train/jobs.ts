import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { readImages, readLabels, type ImageSet } from '../../data/index.js';
import { ArgumentError, DataError } from '../../num/index.js';
import { csvText } from '../csv.js';
import { imageGrid } from '../figures/index.js';
import type { ClassifyJob, EvaluateJob, TraverseJob } from '../jobs.js';
import { traversalFile } from '../report/index.js';
import { explainImages, type Explanation } from './explain.js';
import { evaluateModel } from './measure.js';
import { openRun, type TrainedRun } from './openRun.js';
import { chunks } from './rows.js';
import type { LabelledSet } from './taskData.js';
import { traversals } from './traversal.js';

/** How well a run's model classifies its own test set, or other labelled images. */
export const evaluateRun: EvaluateJob = async (folder, { images, labels }) => {
  const run = await openRun(folder);
  requireClasses(run, folder);
  const test = images === undefined ? run.data.test : labelledImages(run, images, labels);
  if (test === undefined) {
    throw new ArgumentError({
      where: folder,
      expected: 'a run with a test set',
      got: 'none',
      hint: '--images and --labels',
    });
  }
  return evaluateModel('this model', run.vae, run.params, test, run.data.classNames);
};

/** Writes a table with the class, pose and content of every image. */
export const classifyRun: ClassifyJob = async (folder, images, { out }) => {
  const run = await openRun(folder);
  requireClasses(run, folder);
  const set = readSameSize(run, images);
  const explanations: Explanation[] = [];
  for (const indices of chunks(set.count, 128)) explanations.push(...explainImages(run.vae, run.params, set, indices));
  mkdirSync(dirname(out), { recursive: true });
  writeFileAtomic.sync(out, table(explanations, run.data.classNames, set));
  const { classNames } = run.data;
  const perClass = classNames.map((_, label) => explanations.filter(({ predicted }) => predicted === label).length);
  return { file: out, count: set.count, classNames, perClass };
};

/** Writes one picture for each class: what the decoder draws over two content latents. */
export const traverseRun: TraverseJob = async (folder, { steps }) => {
  const { vae, params, data } = await openRun(folder);
  const figures = join(folder, 'figures');
  mkdirSync(figures, { recursive: true });
  const files = traversals(vae, params, data, steps).map((traversal) => {
    const file = join(figures, traversalFile(traversal));
    writeFileSync(file, imageGrid(traversal.grid));
    return file;
  });
  return { files };
};

/** Refuses a run that cannot tell classes. @throws ArgumentError */
export function requireClasses({ vae, data }: TrainedRun, folder: string): void {
  if (vae.options.classes > 0 && data.classNames.length > 0) return;
  throw new ArgumentError({
    where: folder,
    expected: 'a model with classes',
    got: 'one without',
    hint: 'a run with --model ssrvae',
  });
}

function labelledImages(run: TrainedRun, images: string, labels: string | undefined): LabelledSet {
  if (labels === undefined) throw new ArgumentError({ where: '--images', expected: '--labels beside it', got: 'none' });
  const set = readSameSize(run, images);
  return { set, labels: readLabels(labels, set, { classNames: run.data.classNames }).labels };
}

/** Images read as the run's were. @throws DataError if they are of another size */
export function readSameSize({ config, vae }: TrainedRun, images: string): ImageSet {
  const set = readImages(images, config.data.kind === 'images' ? { normalise: config.data.normalise } : {});
  const { height, width } = vae.options.image;
  if (set.height === height && set.width === width) return set;
  const expected = `images of ${height} × ${width} pixels, as in training`;
  throw new DataError({ where: images, expected, got: `${set.height} × ${set.width}`, hint: 'to cut or resize them' });
}

function table(explanations: readonly Explanation[], classNames: readonly string[], { names }: ImageSet): string {
  const rows = explanations.map(({ predicted, probabilities, angle, shift, content }, i) => ({
    image: names?.[i] ?? String(i),
    class: classNames[predicted] ?? String(predicted),
    probability: probabilities[predicted]?.toFixed(5) ?? null,
    ...Object.fromEntries(probabilities.map((p, k) => [`p(${classNames[k] ?? k})`, p.toFixed(5)])),
    angle_rad: angle?.toFixed(4) ?? null,
    shift_x: shift?.[0].toFixed(4) ?? null,
    shift_y: shift?.[1].toFixed(4) ?? null,
    ...Object.fromEntries(content.map((z, k) => [`content${k + 1}`, z.toFixed(4)])),
  }));
  return csvText(Object.keys(rows[0] ?? {}), rows.map(Object.values));
}
