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
  /** `steps`: of the first training. */
  readonly training: TrainingConfig;
  /** Steps of training in each round after the first. */
  readonly roundSteps: number;
  /** What is labelled at the start. */
  readonly start: LabelledSet;
  /** What `training.steps` steps made of it, for all strategies alike; borrowed. */
  readonly first: Params;
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
  const points: CurvePoint[] = [];
  const chosen: number[] = [];
  let params = task.first;
  for (let round = 0; round <= task.rounds; round += 1) {
    const labelled = joined(task.start, task.pool, chosen);
    if (round > 0) params = trainedOn(labelled, task, round, params);
    points.push(measured(task, labelled, params));
    if (round < task.rounds) chosen.push(...nextOnes(task, strategy, chosen, round, params));
  }
  if (params !== task.first) tf.dispose(params);
  return points;
}

/** The next round's classifier, which takes the place of the last round's. */
function trainedOn(labelled: LabelledSet, task: LearningTask, round: number, params: Params): Params {
  const { vae, training, pool, classNames, roundSteps } = task;
  const data = { unlabelled: pool, labelled, testDescription: '', classNames };
  const from = { params, steps: (training.steps ?? 0) + (round - 1) * roundSteps };
  const next = trainClassifier(data, vae, { ...training, steps: roundSteps }, from);
  if (params !== task.first) tf.dispose(params);
  return next;
}

function measured({ vae, test, classNames }: LearningTask, { set, labels }: LabelledSet, params: Params): CurvePoint {
  const { accuracy } = evaluateModel('classifier', vae, params, test, classNames);
  const perClass = classNames.map((_, label) => labels.filter((own) => own === label).length);
  return { labels: set.count, accuracy, perClass };
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
          (expected) => expected.entropy,
        )
      : expectedInformation(views, classes).map((told) => told[strategy]);
  return largest(scores, batch).map((i) => open[i] ?? 0);
}

/** The first labelled images, and images of the pool that were chosen since. */
function joined(start: LabelledSet, pool: Cards, chosen: readonly number[]): LabelledSet {
  const picked: ImageSet = pickImages(pool, chosen);
  const images = new Float32Array(start.set.images.length + picked.images.length);
  images.set(start.set.images);
  images.set(picked.images, start.set.images.length);
  const { height, width } = pool;
  const labels = [...start.labels, ...chosen.map((i) => pool.labels[i] ?? -1)];
  return { set: { images, count: labels.length, height, width }, labels: Int32Array.from(labels) };
}
