import * as tf from '@tensorflow/tfjs-core';
import { pickImages, type Cards, type ImageSet } from '../../data/index.js';
import type { Autoencoder, Params } from '../../models/index.js';
import { choose, fold, type Key } from '../../num/index.js';
import { expectedInformation, largest, meanPrediction, pickRows } from '../suggest/index.js';
import type { TrainingConfig } from '../config/index.js';
import { classProbabilitiesOfViews, evaluateModel, trainClassifier, type LabelledSet } from '../train/index.js';

/** How the images to label next are chosen; `together`: by the entropy of classifier and decoder together. */
export type Strategy = 'random' | 'entropy' | 'disagreement' | 'together';

export interface LearningTask {
  readonly vae: Autoencoder;
  readonly training: TrainingConfig;
  /** Steps of training in each round after the first, which has those of `training.warmUpSteps`. */
  readonly roundSteps: number;
  /** What is labelled at the start. */
  readonly start: LabelledSet;
  /** Images that may be labelled; their classes are looked up only for those that are chosen. */
  readonly pool: Cards;
  /** What a decoder makes of the pool, trained on the images and the first labels: p(class | image), [image, class]. */
  readonly decoder: Float32Array;
  readonly test: LabelledSet;
  readonly classNames: readonly string[];
  /** How many images are labelled in each round, and how many rounds there are. */
  readonly batch: number;
  readonly rounds: number;
  readonly key: Key;
}

/** What has been reached with so many labels in all. */
export interface CurvePoint {
  readonly labels: number;
  readonly accuracy: number;
  /** How many of the labels so far each class has. */
  readonly perClass: readonly number[];
}

/** Views of each image of the pool: as it is, and moved. */
const VIEWS = 4;

/**
 * Labels images in rounds: trains the classifier on all that is labelled, measures it, and chooses what is labelled next. Only
 * the classifier is trained, and goes on from where the last round left it, so that a round takes seconds.
 */
export function learningCurve(task: LearningTask, strategy: Strategy): CurvePoint[] {
  const { vae, training, pool, test, classNames, start } = task;
  const points: CurvePoint[] = [];
  const chosen: number[] = [];
  let last: { readonly params: Params; readonly steps: number } | undefined;
  for (let round = 0; round <= task.rounds; round += 1) {
    const labelled = joined(start, pool, chosen);
    const data = { unlabelled: pool, labelled, testDescription: '', classNames };
    const warmUpSteps = last === undefined ? training.warmUpSteps : task.roundSteps;
    const params: Params = trainClassifier(data, vae, { ...training, warmUpSteps }, last);
    if (last !== undefined) tf.dispose(last.params);
    last = { params, steps: training.warmUpSteps + round * task.roundSteps };
    const { accuracy } = evaluateModel('classifier', vae, params, test, classNames);
    const perClass = classNames.map((_, label) => labelled.labels.filter((own) => own === label).length);
    points.push({ labels: labelled.set.count, accuracy, perClass });
    if (round < task.rounds) chosen.push(...nextOnes(task, strategy, chosen, round, params));
  }
  if (last !== undefined) tf.dispose(last.params);
  return points;
}

/** The places in the pool of what is labelled next. */
function nextOnes(
  { vae, pool, decoder, batch, key }: LearningTask,
  strategy: Strategy,
  chosen: readonly number[],
  round: number,
  params: Params,
): number[] {
  const taken = new Set(chosen);
  const open = Array.from({ length: pool.count }, (_, i) => i).filter((i) => !taken.has(i));
  const own = fold(fold(key, strategy), round);
  if (strategy === 'random') return choose(own, open.length, batch).map((i) => open[i] ?? 0);
  const views = classProbabilitiesOfViews(vae, params, pickImages(pool, open), own, VIEWS);
  const { classes } = vae.options;
  const scores =
    strategy === 'together'
      ? expectedInformation([meanPrediction(views), pickRows(decoder, classes, open)], classes).map(
          (told) => told.entropy,
        )
      : expectedInformation(views, classes).map((told) => told[strategy]);
  return largest(scores, batch).map((i) => open[i] ?? 0);
}

/** The first labelled images, and those of the pool that were chosen since. */
function joined(start: LabelledSet, pool: Cards, chosen: readonly number[]): LabelledSet {
  const picked: ImageSet = pickImages(pool, chosen);
  const images = new Float32Array(start.set.images.length + picked.images.length);
  images.set(start.set.images);
  images.set(picked.images, start.set.images.length);
  const { height, width } = pool;
  const labels = [...start.labels, ...chosen.map((i) => pool.labels[i] ?? -1)];
  return { set: { images, count: labels.length, height, width }, labels: Int32Array.from(labels) };
}
