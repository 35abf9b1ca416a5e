// A run's steps in one process: what they leave, and that a checkpoint goes on bit by bit.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { recipes, type ModelConfig, type TrainingConfig } from '../../../src/app/config/index.js';
import { planBatches } from '../../../src/app/train/batches.js';
import { buildModel } from '../../../src/app/train/buildModel.js';
import { openSession, packSession, takeStep, type Session } from '../../../src/app/train/session.js';
import type { Checkpoint } from '../../../src/app/run/index.js';
import { describeEngines } from '../../support/engines.js';
import { warningsOf } from '../../support/warningsOf.js';
import { spots, taskOf, withClasses } from './taskOf.js';

const data = taskOf(spots(12), withClasses(spots(6)));
const model: ModelConfig = { ...recipes.kiln.cards.model, hidden: [5, 4], encoder: 'mlp' };
const training: TrainingConfig = {
  ...recipes.kiln.cards.training,
  steps: 8,
  epochs: null,
  batchSize: 4,
  labelledBatchSize: 3,
  views: 2,
  viewNoise: false,
};
const still = { invariances: [], deformations: 0 };

const cases: readonly (readonly [string, ModelConfig, TrainingConfig])[] = [
  ['kiln', model, training],
  [
    'kiln, images',
    { ...recipes.kiln.images.model, ...model, likelihood: 'gaussian', exposure: true },
    { ...training, labelledPoses: 'given', augment: true },
  ],
  [
    'paper',
    { ...recipes.paper.cards.model, hidden: [5, 4] },
    { ...recipes.paper.cards.training, batchSize: 2, labelledBatchSize: 2, epochs: 2, labelledEvery: 2 },
  ],
  ['labels alone', model, { ...training, labelsFirst: 1 }],
  ['rvae', { ...model, kind: 'rvae' }, training],
  ['vae', { ...model, kind: 'vae', ...still }, training],
  ['ssvae', { ...model, kind: 'ssvae', ...still }, training],
  ['jrvae', { ...model, kind: 'jrvae' }, training],
];

function opened(config: ModelConfig, own: TrainingConfig, checkpoint?: Checkpoint): Session {
  const vae = buildModel(config, own, data);
  return openSession(vae, planBatches(data, vae, own), own, checkpoint);
}

function take(session: Session, steps: number): Session {
  for (let i = 0; i < steps; i += 1) takeStep(session);
  return session;
}

/** All numbers that a checkpoint holds, bit by bit, and where it is. The seconds that it took are its own. */
function contentsOf({ meta, tensors }: Checkpoint): unknown {
  const { tally, ...rest } = meta as Checkpoint['meta'] & { tally: Readonly<Record<string, number>> };
  const bits = Object.entries(tensors).map(([name, { shape, values }]) => {
    const copy = Uint8Array.from(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return [name, shape, [...copy]];
  });
  return { rest, tally: [tally.loss, tally.images], bits };
}

describeEngines('a session', () => {
  it.each(cases)(
    '%s: taken up from a checkpoint it goes on to the same bits, with no warning and no tensor left over',
    (_, config, own) => {
      const warnings = warningsOf(() => {
        const whole = take(opened(config, own), 6);
        const early = packSession(take(opened(config, own), 3));
        const before = tf.memory().numTensors;
        const resumed = opened(config, own, early);
        const held = tf.memory().numTensors - before;
        expect(resumed.state.step).toBe(3);
        take(resumed, 3);
        expect(tf.memory().numTensors - before).toBe(held);
        expect(contentsOf(packSession(resumed))).toEqual(contentsOf(packSession(whole)));
        expect(resumed.tally.loss).toBeGreaterThan(0);
      });
      expect(warnings).toEqual([]);
    },
  );
});

it('a session starts with every parameter that the run will meet, and from its seed', () => {
  const names = (own: TrainingConfig): string[] => Object.keys(opened(model, own).state.params).sort();
  // Labels come first, and the first step alone would meet the same.
  expect(names(training)).toEqual(names({ ...training, labelsFirst: 0 }));
  const [one, again, other] = [0, 0, 1].map((seed) => contentsOf(packSession(opened(model, { ...training, seed }))));
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
});
