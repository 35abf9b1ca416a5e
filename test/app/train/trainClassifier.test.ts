import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { recipes, type TrainingConfig } from '../../../src/app/config/index.js';
import { buildModel } from '../../../src/app/train/buildModel.js';
import { evaluateModel } from '../../../src/app/train/measure.js';
import { trainClassifier } from '../../../src/app/train/trainClassifier.js';
import type { LabelledSet } from '../../../src/app/train/taskData.js';
import { errorOf } from '../../support/errorOf.js';
import { useScalarEngine } from '../../support/useScalarEngine.js';
import { warningsOf } from '../../support/warningsOf.js';
import { taskOf } from './taskOf.js';

useScalarEngine();

const side = 8;
const training: TrainingConfig = { ...recipes.kiln.cards.training, steps: 40, views: 16, viewNoise: false };
const model = { ...recipes.kiln.cards.model, hidden: [12], encoder: 'mlp' as const };

/** Upright bars and discs, which no rotation makes alike. */
function shapes(count: number): LabelledSet {
  const images = Float32Array.from({ length: count * side * side }, (_, i) => {
    const kind = Math.floor(i / side ** 2) % 2;
    const [x, y] = [(i % side) - 3.5, (Math.floor(i / side) % side) - 3.5];
    return kind === 0 ? Number(Math.abs(x) < 1) : Number(Math.hypot(x, y) < 2.5);
  });
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2);
  return { set: { images, count, height: side, width: side }, labels };
}

const data = taskOf(shapes(4).set, shapes(6));
const vae = buildModel(model, training, data);

it('learns from views of labelled images alone: bars and discs are told apart after some dozen steps', () => {
  let params = {};
  const warnings = warningsOf(() => {
    params = trainClassifier(data, vae, training);
  });
  expect(warnings).toEqual([]);
  expect(evaluateModel('test', vae, params, shapes(8), data.classNames).accuracy).toBe(1);
  // It has what the class needs, and nothing that draws.
  for (const name of Object.keys(params)) expect(name).toMatch(/^(trunk|classifier)\//);
});

it('follows from the seed, goes on from parameters that it leaves alone, and frees all but its result', () => {
  const short = { ...training, steps: 3 };
  const valuesOf = (params: Readonly<Record<string, tf.Tensor>>): number[][] =>
    Object.values(params).map((x) => Array.from(x.dataSync()));
  const first = trainClassifier(data, vae, short);
  expect(valuesOf(trainClassifier(data, vae, short))).toEqual(valuesOf(first));
  const start = valuesOf(first);
  const before = tf.memory().numTensors;
  const further = trainClassifier(data, vae, short, { params: first, steps: 3 });
  expect(tf.memory().numTensors - before).toBe(Object.keys(further).length);
  expect(valuesOf(first)).toEqual(start);
  expect(valuesOf(further)).not.toEqual(start);
  // Other views than those of the steps before.
  expect(valuesOf(trainClassifier(data, vae, short, { params: first, steps: 0 }))).not.toEqual(valuesOf(further));
});

it('needs labelled images, and views of them', () => {
  const where = 'trainClassifier';
  expect(errorOf(() => trainClassifier(taskOf(shapes(4).set), vae, training))).toMatchObject({
    code: 'ArgumentError',
    where,
  });
  expect(errorOf(() => trainClassifier(data, vae, { ...training, views: 0 }))).toMatchObject({
    code: 'ArgumentError',
    where,
  });
});
