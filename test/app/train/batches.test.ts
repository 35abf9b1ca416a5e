import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { recipes, type TrainingConfig } from '../../../src/app/config/index.js';
import { betaAt, planBatches, type BatchPlan } from '../../../src/app/train/batches.js';
import type { TaskData } from '../../../src/app/train/taskData.js';
import { rvae, ssrvae, type Batch } from '../../../src/models/index.js';
import { key } from '../../../src/num/index.js';
import { expectClose } from '../../support/expectClose.js';
import { numbered, spots, taskOf, withClasses } from './taskOf.js';

const paper = recipes.paper.cards.training;
// Without the stock of noise, which takes a while to draw.
const kiln: TrainingConfig = { ...recipes.kiln.cards.training, viewNoise: false };
const vae = ssrvae({ image: { height: 4, width: 4 }, classes: 2 });
const vae8 = ssrvae({ image: { height: 8, width: 8 }, classes: 2 });
const plain = rvae({ image: { height: 4, width: 4 } });

const data = (unlabelled: number, labelled: number): TaskData =>
  taskOf(numbered(unlabelled), withClasses(numbered(labelled)));

function numbersIn(images: tf.Tensor2D | undefined): number[] {
  if (images === undefined) return [];
  const values = images.dataSync();
  return Array.from({ length: images.shape[0] }, (_, i) => Math.round((values[i * 16] ?? 0) * 100));
}

function epochOf(plan: BatchPlan, epoch: number): Batch[] {
  return Array.from({ length: plan.stepsPerEpoch }, (_, i) => plan.batchAt(epoch * plan.stepsPerEpoch + i));
}

const allOf = (plan: BatchPlan): Batch[] => Array.from({ length: plan.total }, (_, i) => plan.batchAt(i));

/** All numbers of a batch, part by part. */
function valuesOf({ unlabelled, labelled, views }: Batch): Readonly<Record<string, number[]>> {
  const tensors = { unlabelled, ...labelled, ...labelled?.pose, seen: views?.images, known: views?.labels };
  return Object.fromEntries(
    Object.entries(tensors).flatMap(([name, x]) => (x instanceof tf.Tensor ? [[name, Array.from(x.dataSync())]] : [])),
  );
}

describe('a plan', () => {
  it('an epoch shows every unlabelled image once, in an order that is new each epoch', () => {
    const plan = planBatches(data(50, 6), vae, { ...paper, batchSize: 8 });
    const orders = [0, 1].map((epoch) => epochOf(plan, epoch).flatMap(({ unlabelled }) => numbersIn(unlabelled)));
    for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(orders[0]).not.toEqual(orders[1]);
  });

  it('paper: a labelled batch comes by itself after every 15th unlabelled one', () => {
    const plan = planBatches(data(32, 4), vae, { ...paper, batchSize: 1, labelledBatchSize: 2 });
    const labelledAt = epochOf(plan, 0).flatMap((batch, i) => (batch.labelled === undefined ? [] : [i]));
    expect(plan.stepsPerEpoch).toBe(34);
    expect(labelledAt).toEqual([15, 31]);
    expect(epochOf(plan, 0)[15]?.unlabelled).toBeUndefined();
  });

  it('paper: labelled images come as they are, with their labels, each once before any comes twice', () => {
    const plan = planBatches(data(30, 4), vae, { ...paper, batchSize: 1, labelledBatchSize: 2 });
    const batches = [0, 1, 2, 3].flatMap((epoch) => epochOf(plan, epoch).flatMap(({ labelled }) => labelled ?? []));
    const numbers = batches.flatMap(({ images }) => numbersIn(images));
    expect(numbers.slice(0, 4).sort()).toEqual([0, 1, 2, 3]);
    const classes = batches.flatMap(({ labels }) => Array.from(tf.argMax(labels, 1).dataSync()));
    expect(classes).toEqual(numbers.map((number) => number % 2));
    for (const { pose } of batches) expect(pose).toBeUndefined();
  });

  it('labels alone first: no unlabelled image before that share of the run, and both from there on', () => {
    const training = { ...kiln, steps: 20, labelsFirst: 0.28, batchSize: 4, labelledBatchSize: 3, views: 2 };
    const plan = planBatches(data(8, 6), vae, training);
    const parts = allOf(plan).map(({ unlabelled, labelled, views }) =>
      [unlabelled, labelled, views].map((part) => part !== undefined),
    );
    // A share of 0.28 of 20 steps is 5 whole ones.
    expect(parts.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => [false, true, true]));
    expect(parts.slice(5)).toEqual(Array.from({ length: 15 }, () => [true, true, true]));
    // The first round of the unlabelled images begins then.
    const first = [5, 6].flatMap((step) => numbersIn(plan.batchAt(step).unlabelled));
    expect([...first].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('labels alone first, with labelled steps of their own after that', () => {
    const training = { ...paper, epochs: 2, labelsFirst: 0.5, batchSize: 2, labelledBatchSize: 2, labelledEvery: 2 };
    const plan = planBatches(data(8, 4), vae, training);
    const shown = allOf(plan).map(({ unlabelled, labelled }) => `${unlabelled ? 'u' : ''}${labelled ? 'l' : ''}`);
    expect(plan.stepsPerEpoch).toBe(6);
    expect(shown.join(' ')).toBe('l l l l l l u u l u u l');
    const batches = allOf(plan).flatMap(({ labelled }) => labelled ?? []);
    const numbers = batches.flatMap(({ images }) => numbersIn(images));
    // Six batches of four and two of two, in rounds of four images, which go on from the first steps to the later ones.
    expect(numbers.length).toBe(28);
    for (let start = 0; start < 28; start += 4) expect(numbers.slice(start, start + 4).sort()).toEqual([0, 1, 2, 3]);
  });

  it.each([
    { labelledEvery: 1, labelled: 20, alone: 7, later: 9 },
    { labelledEvery: 2, labelled: 20, alone: 7, later: 3 },
    // Never an image twice in a step.
    { labelledEvery: 1, labelled: 5, alone: 5, later: 9 },
  ])(
    'labels alone: as many more of $labelled as unlabelled ones come later, in rounds without a gap, one to $labelledEvery',
    ({ labelledEvery, labelled, alone, later }) => {
      const own = { steps: 15, labelsFirst: 0.4, batchSize: 4, labelledBatchSize: 3, labelledEvery };
      const plan = planBatches(data(8, labelled), vae, { ...paper, ...own });
      const batches = allOf(plan).flatMap((batch) => (batch.labelled === undefined ? [] : [batch]));
      const shown = batches.map((batch) => numbersIn(batch.labelled?.images));
      const sizes = [...Array<number>(6).fill(alone), ...Array<number>(later).fill(3)];
      expect(shown.map(({ length }) => length)).toEqual(sizes);
      // Each round has every image once; the last one breaks off, and has none twice.
      const numbers = shown.flat();
      const rounds = Array.from({ length: Math.ceil(numbers.length / labelled) }, (_, i) =>
        numbers.slice(i * labelled, (i + 1) * labelled),
      );
      for (const round of rounds) expect(new Set(round).size).toBe(round.length);
      expect(rounds[0]).not.toEqual(rounds[1]);
      const classes = batches.flatMap((batch) =>
        batch.labelled === undefined ? [] : Array.from(tf.argMax(batch.labelled.labels, 1).dataSync()),
      );
      expect(classes).toEqual(numbers.map((number) => number % 2));
    },
  );

  it('labels alone all the time: unlabelled images never come', () => {
    const plan = planBatches(data(8, 4), vae, { ...kiln, steps: 4, labelsFirst: 1, views: 0 });
    for (const batch of allOf(plan)) expect(Object.keys(batch).sort()).toEqual(['beta', 'labelled']);
  });

  it('a step is the same whether or not the steps before it were made', () => {
    const training = {
      ...kiln,
      pixels: { kind: 'lattice', stride: 2 },
      batchSize: 8,
      labelledBatchSize: 4,
      views: 5,
    } as const;
    const steps = Array.from({ length: 9 }, (_, i) => 252 + i);
    const walked = planBatches(data(20, 6), vae, training);
    const seen = steps.map((step) => valuesOf(walked.batchAt(step)));
    for (const step of [260, 252, 256])
      expect(valuesOf(planBatches(data(20, 6), vae, training).batchAt(step))).toEqual(seen[step - 252]);
    expect(Object.keys(seen[0] ?? {}).sort()).toEqual([
      'angle',
      'images',
      'known',
      'labels',
      'scale',
      'seen',
      'shift',
      'unlabelled',
    ]);
    const other = planBatches(data(20, 6), vae, { ...training, seed: 1 }).batchAt(256);
    expect(valuesOf(other)).not.toEqual(seen[4]);
  });

  it('known poses: labelled images come with theirs, as many as asked for, views and unlabelled images without', () => {
    const training: TrainingConfig = {
      ...kiln,
      steps: 10,
      labelsFirst: 0,
      labelledBatchSize: 9,
      views: 3,
      batchSize: 5,
    };
    const { labelled, views, unlabelled } = planBatches(
      taskOf(spots(16), withClasses(spots(6))),
      vae8,
      training,
    ).batchAt(1);
    const { angle, shift, scale } = labelled?.pose ?? {};
    // More than there are images, each in another pose.
    expect([angle?.shape, shift?.shape, scale?.shape]).toEqual([[9], [9, 2], [9]]);
    expect(labelled?.images.shape).toEqual([9, 64]);
    expect([views?.images.shape, views?.labels.shape]).toEqual([
      [3, 64],
      [3, 2],
    ]);
    expect(Object.keys(views ?? {}).sort()).toEqual(['images', 'labels']);
    expect(unlabelled?.shape).toEqual([5, 64]);
  });

  it('given poses: a batch of labelled images is at most all of them, and two fifths where their look varies, in pairs or not', () => {
    const given: TrainingConfig = { ...kiln, steps: 2, labelsFirst: 0, labelledPoses: 'given', labelledBatchSize: 9 };
    const task = taskOf(spots(16), withClasses(spots(6)));
    const sizeOf = (training: TrainingConfig): number | undefined =>
      planBatches(task, vae8, training).batchAt(0).labelled?.images.shape[0];
    const varied: TrainingConfig = { ...given, augment: true };
    expect([sizeOf(given), sizeOf(varied), sizeOf({ ...varied, scenes: 'always' })]).toEqual([6, 3, 4]);
    // So too where labels come alone, and room is for more of them; those in drawn poses are never too many.
    const alone: TrainingConfig = { ...given, labelsFirst: 1, labelledBatchSize: 2, batchSize: 5 };
    expect([sizeOf(alone), sizeOf({ ...alone, augment: true }), sizeOf({ ...alone, batchSize: 3 })]).toEqual([6, 3, 5]);
    expect(sizeOf({ ...alone, labelledPoses: 'known' })).toBe(7);
  });

  it('augment: unlabelled images come rotated, each time anew, without noise', () => {
    const training: TrainingConfig = { ...recipes.kiln.images.training, batchSize: 8, scenes: 'never', labelsFirst: 0 };
    const plan = planBatches(taskOf(spots(8), withClasses(spots(4))), vae8, training);
    const [one = [], two = []] = [0, 1].map((epoch) => Array.from(plan.batchAt(epoch).unlabelled?.dataSync() ?? []));
    expect(plan.stepsPerEpoch).toBe(1);
    expect(one).not.toEqual(two);
    expect(new Set(Array.from({ length: 8 }, (_, i) => one.slice(64 * i, 64 * (i + 1)).join())).size).toBe(8);
    // Black stays black, and most of these images is black.
    expect(Math.min(...one)).toBe(0);
    expect(one.filter((value) => value === 0).length).toBeGreaterThan(one.length / 3);
    const asTheyAre = planBatches(taskOf(spots(8), withClasses(spots(4))), vae8, { ...training, augment: false });
    expectClose(Array.from(asTheyAre.batchAt(0).unlabelled?.dataSync() ?? []), spots(8).images);
  });

  it('a model that takes no labels sees each image once an epoch, and no labels', () => {
    const plan = planBatches(data(12, 4), plain, { ...kiln, epochs: 3, steps: null, batchSize: 8 });
    expect([plan.total, plan.stepsPerEpoch]).toEqual([6, 2]);
    for (const batch of allOf(plan)) expect(Object.keys(batch).sort()).toEqual(['beta', 'unlabelled']);
    const numbers = epochOf(plan, 0).flatMap(({ unlabelled }) => numbersIn(unlabelled));
    expect([...numbers].sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
  });

  it('pixels: all, a lattice of them, or so many at random, never more than there are', () => {
    const pixelsOf = (pixels: TrainingConfig['pixels']): number | undefined => {
      const found = planBatches(data(8, 4), vae, { ...kiln, pixels }).batchAt(0).pixels;
      return typeof found === 'function' ? new Set(found(key(0))).size : found?.length;
    };
    expect(pixelsOf({ kind: 'all' })).toBeUndefined();
    expect(pixelsOf({ kind: 'lattice', stride: 2 })).toBe(4);
    expect(pixelsOf({ kind: 'random', count: 5 })).toBe(5);
    expect(pixelsOf({ kind: 'random', count: 500 })).toBe(16);
  });

  it('is counted in steps or in epochs, and is measured after each epoch or nine times', () => {
    const inSteps = planBatches(data(20, 4), vae, { ...kiln, steps: 900, epochs: null });
    expect([inSteps.total, inSteps.measureEvery]).toEqual([900, 100]);
    const few = planBatches(data(20, 4), vae, { ...kiln, steps: 4, epochs: null });
    expect([few.total, few.measureEvery]).toEqual([4, 1]);
    const inEpochs = planBatches(data(20, 4), vae, { ...kiln, steps: null, epochs: 7, batchSize: 8 });
    expect([inEpochs.total, inEpochs.measureEvery]).toEqual([21, 3]);
  });
});

describe('betaAt', () => {
  it('goes up in a straight line over its share of the run, whose last step has all of it, and stays', () => {
    const training = { ...paper, beta: { from: 1, to: 2 }, betaOver: 0.3 };
    const betas = Array.from({ length: 100 }, (_, step) => betaAt(step, 100, training));
    expectClose(
      betas,
      betas.map((_, step) => 1 + Math.min(1, (step + 1) / 30)),
      { tolerance: 1e-12 },
    );
    expect([betas[29], betas[99]]).toEqual([2, 2]);
  });

  it('from 0 it is above 0 at once, which a weight has to be; over no share it is there from the start', () => {
    const training = { ...paper, beta: { from: 0, to: 1 } };
    expect(betaAt(0, 900, { ...training, betaOver: 0.33 })).toBeGreaterThan(0);
    expect(betaAt(0, 900, { ...training, betaOver: 0 })).toBe(1);
  });

  it('is what the batch of a step has', () => {
    const plan = planBatches(data(20, 4), vae, { ...kiln, steps: 30 });
    for (const step of [0, 5, 29]) expect(plan.batchAt(step).beta).toBe(betaAt(step, 30, { ...kiln, steps: 30 }));
  });
});
