import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { recipes, type TrainingConfig } from '../../../src/app/config/index.js';
import { betaAt, planBatches } from '../../../src/app/train/batches.js';
import type { TaskData } from '../../../src/app/train/taskData.js';
import type { ImageSet } from '../../../src/data/index.js';
import { rvae, ssrvae, type Batch } from '../../../src/models/index.js';

const paper = recipes.paper.cards.training;
const vae = ssrvae({ image: { height: 4, width: 4 }, classes: 2 });

/** Image i is filled with i / 100, so that it can be told which one came. */
function numbered(count: number): ImageSet {
  return {
    images: Float32Array.from({ length: count * 16 }, (_, i) => Math.floor(i / 16) / 100),
    count,
    height: 4,
    width: 4,
  };
}

function data(unlabelled: number, labelled: number): TaskData {
  const labels = Int32Array.from({ length: labelled }, (_, i) => i % 2);
  return {
    unlabelled: numbered(unlabelled),
    labelled: { set: numbered(labelled), labels },
    testDescription: '',
    classNames: ['a', 'b'],
  };
}

function numbersIn(images: tf.Tensor2D | undefined): number[] {
  if (images === undefined) return [];
  const values = images.dataSync();
  return Array.from({ length: images.shape[0] }, (_, i) => Math.round((values[i * 16] ?? 0) * 100));
}

function epochOf(plan: ReturnType<typeof planBatches>, epoch: number): Batch[] {
  return Array.from({ length: plan.stepsPerEpoch }, (_, i) => plan.batchAt(epoch * plan.stepsPerEpoch + i));
}

it('an epoch shows every unlabelled image once, in an order that is new each epoch', () => {
  const plan = planBatches(data(50, 6), vae, { ...paper, batchSize: 8 });
  const orders = [0, 1].map((epoch) => epochOf(plan, epoch).flatMap(({ unlabelled }) => numbersIn(unlabelled)));
  for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
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
});

it('a step is the same whether or not the steps before it were made', () => {
  const training: TrainingConfig = {
    ...recipes.kiln.cards.training,
    pixels: { kind: 'lattice', stride: 2 },
    batchSize: 8,
    labelledBatchSize: 4,
    warmUpSteps: 0,
  };
  const values = (batch: Batch | undefined): number[][] =>
    [batch?.unlabelled, batch?.labelled?.images].map((tensor) => Array.from(tensor?.dataSync() ?? []));
  const walked = epochOf(planBatches(data(20, 6), vae, training), 1);
  const jumped = planBatches(data(20, 6), vae, training).batchAt(4);
  expect(values(jumped)).toEqual(values(walked[1]));
});

const scenes: TrainingConfig = {
  ...recipes.kiln.images.training,
  batchSize: 8,
  labelledBatchSize: 4,
  warmUpSteps: 1,
  scenes: 'always',
  pixels: { kind: 'all' },
};
const vae8 = ssrvae({ image: { height: 8, width: 8 }, classes: 2 });

/** Images of 8 × 8 pixels, each with one white pixel off the centre. */
function spots(count: number): TaskData {
  const images = Float32Array.from({ length: count * 64 }, (_, i) => (i % 64 === 20 ? 1 : 0));
  const set: ImageSet = { images, count, height: 8, width: 8 };
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  return { unlabelled: set, labelled: { set, labels }, testDescription: '', classNames: ['a', 'b'] };
}

it('scenes: alone they teach the classifier, and beside real images the decoder too, as their poses are known', () => {
  const plan = planBatches(spots(16), vae8, scenes);
  const [warmUp, first] = [plan.batchAt(0), plan.batchAt(1)];
  expect([warmUp.unlabelled, warmUp.labelled, warmUp.simulated?.pose]).toEqual([undefined, undefined, undefined]);
  expect(warmUp.simulated?.images.shape[1]).toBe(64);
  const { images, labels, pose, multiplier } = first.simulated ?? {};
  expect(labels?.shape).toEqual([images?.shape[0], 2]);
  expect(pose?.angle?.shape).toEqual([images?.shape[0]]);
  expect(multiplier).toBe(scenes.multiplier);
  expect(first.labelled?.images.shape[0]).toBe(4);
});

it('augment: unlabelled images come turned, each time anew, in their own light', () => {
  const [first, again] = [0, 1].map((epoch) => {
    const plan = planBatches(spots(8), vae8, { ...scenes, scenes: 'never', warmUpSteps: 0 });
    return plan.batchAt(epoch * plan.stepsPerEpoch).unlabelled;
  });
  const [one = [], two = []] = [first, again].map((batch) => Array.from(batch?.dataSync() ?? []));
  expect(one).not.toEqual(two);
  expect(new Set(Array.from({ length: 8 }, (_, i) => one.slice(64 * i, 64 * (i + 1)).join())).size).toBe(8);
  // Turned and read bilinearly, a spot keeps its light up to the sampling of the grid; black stays black.
  expect(Math.min(...one)).toBe(0);
  expect(one.filter((value) => value > 0).length).toBeLessThan(8 * 9);
});

it('beta goes up in a straight line over its epochs and stays', () => {
  expect([0, 15, 30, 99].map((epoch) => betaAt(epoch, paper))).toEqual([1, 1.5, 2, 2]);
});

it('a model without classes sees each image once an epoch, and no labels', () => {
  const plain = rvae({ image: { height: 4, width: 4 } });
  const plan = planBatches(data(12, 4), plain, { ...paper, batchSize: 8, labelledEvery: 1, warmUpSteps: 3 });
  expect([plan.warmUpSteps, plan.stepsPerEpoch]).toEqual([0, 2]);
  for (const batch of epochOf(plan, 0)) expect(Object.keys(batch).sort()).toEqual(['beta', 'unlabelled']);
});

it('known poses: labelled images come with theirs, views and unlabelled images without', () => {
  const training: TrainingConfig = {
    ...recipes.kiln.cards.training,
    labelledPoses: 'known',
    warmUpSteps: 1,
    extraViews: 3,
  };
  const plan = planBatches(spots(16), vae8, { ...training, labelledBatchSize: 4 });
  const { labelled, simulated } = plan.batchAt(1);
  const { angle, shift } = labelled?.pose ?? {};
  expect([angle?.shape, shift?.shape]).toEqual([[4], [4, 2]]);
  expect(simulated?.images.shape[0]).toBe(3);
  expect([simulated?.pose, plan.batchAt(0).simulated?.pose]).toEqual([undefined, undefined]);
});

it('no epochs: the warm-up shows the labelled images to the classifier, and nothing else', () => {
  const plan = planBatches(data(12, 4), vae, { ...paper, epochs: 0, warmUpSteps: 2, labelledPoses: 'drawn' });
  expect(plan.warmUpSteps).toBe(2);
  for (const step of [0, 1]) expect(Object.keys(plan.batchAt(step))).toEqual(['simulated']);
});
