import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { buildLayersModel } from '../../../src/app/classifier/buildLayersModel.js';
import { recipes, type ModelConfig } from '../../../src/app/config/index.js';
import { buildModel } from '../../../src/app/train/buildModel.js';
import { classifierDescription } from '../../../src/app/train/classifierDescription.js';
import type { TaskData } from '../../../src/app/train/index.js';
import { adam, svi, traceElbo } from '../../../src/infer/index.js';
import { classify, type Batch, type Params } from '../../../src/models/index.js';
import { key, uniformArray } from '../../../src/num/index.js';
import { cardsRun, imagesRun } from '../config/configs.js';
import { describeEngines } from '../../support/engines.js';
import { errorOf } from '../../support/errorOf.js';
import { expectClose } from '../../support/expectClose.js';
import { warningsOf } from '../../support/warningsOf.js';

const numImages = 5;
const base = { ...recipes.kiln.cards.model, hidden: [8, 8] };
/** Then, as poses are known, the trunk looks at images from all sides. */
const aroundTheCircle = { anglePrior: 'projectedNormal', angleSpread: 100 } as const;

function dataOf(height: number, width: number): TaskData {
  const images = Float32Array.from(uniformArray(key(1), numImages * height * width));
  return {
    unlabelled: { images, count: numImages, height, width },
    testDescription: 'none',
    classNames: ['a', 'b', 'c'],
  };
}

function runOf(model: ModelConfig, data: TaskData) {
  const config = { ...cardsRun(), model };
  return { config, folder: '', data, vae: buildModel(model, config.training, data) };
}

/** The parameters that the classifier starts with. */
function paramsOf({ vae, data }: ReturnType<typeof runOf>): Params {
  const labels = tf.tensor2d([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0], [numImages, 3]);
  const { model, guide } = vae;
  const inference = svi<[Batch]>({ model, guide, optimizer: adam(), elbo: traceElbo() });
  const { images, height, width } = data.unlabelled;
  const views = { images: tf.tensor2d(images, [numImages, height * width]), labels };
  let params: Params = {};
  warningsOf(() => {
    params = inference.params(inference.init(key(2), { views }));
  });
  return params;
}

const cases: readonly (readonly [string, Partial<ModelConfig>, readonly [number, number]])[] = [
  ['trunk', {}, [24, 24]],
  ['trunk, of an odd number of pixels', {}, [15, 15]],
  ['trunk, images not square', {}, [12, 20]],
  ['trunk, frame', { classifierSymmetry: 'frame' }, [16, 16]],
  ['trunk, all around the circle', aroundTheCircle, [16, 16]],
  ['trunk, all around the circle, frame', { ...aroundTheCircle, classifierSymmetry: 'frame' }, [16, 16]],
  ['trunk, all around the circle, images not square', { ...aroundTheCircle, classifierSymmetry: 'frame' }, [12, 16]],
  ['trunk, without a pose', { kind: 'ssvae', invariances: [], deformations: 0 }, [16, 16]],
  ['mlp', { encoder: 'mlp' }, [24, 24]],
  ['mlp, frame', { encoder: 'mlp', classifierSymmetry: 'frame' }, [12, 16]],
  ['trunk, another activation', { activation: 'tanh' }, [16, 16]],
];

describeEngines('classifierDescription', () => {
  it.each(cases)('%s: the layers alone give the probabilities of the model', (_, own, [height, width]) => {
    const run = runOf({ ...base, ...own }, dataOf(height, width));
    const params = paramsOf(run);
    const rows = tf.tensor2d(run.data.unlabelled.images, [numImages, height * width]);
    const alone = buildLayersModel(classifierDescription(run, params));
    const output = alone.predict(tf.reshape(rows, [numImages, height, width])) as tf.Tensor;
    const expected = classify(run.vae, params, rows).dataSync();
    expect(new Set(Array.from(expected, (p) => p.toFixed(4))).size).toBeGreaterThan(3);
    // Some thousand products and sums in float32, in another order.
    expectClose(output, expected, { roundings: 256 });
  });
});

describe('classifierDescription', () => {
  it('names the classes, and how grey values came into their range where that is to be done again', () => {
    const run = runOf({ ...base, encoder: 'mlp' }, dataOf(6, 6));
    const params = paramsOf(run);
    const description = classifierDescription(run, params);
    expect([description.classNames, description.inputShape]).toEqual([
      ['a', 'b', 'c'],
      [6, 6],
    ]);
    expect(description.normalise).toBeUndefined();
    const { data } = imagesRun();
    const ofImages = { ...run, config: { ...run.config, data: { ...data, normalise: 'minmax' as const } } };
    expect(classifierDescription(ofImages as typeof run, params).normalise).toBe('minmax');
  });

  it('refuses an activation that cannot leave Kiln, and parameters that are not there', () => {
    const run = runOf({ ...base, encoder: 'mlp', activation: 'sin' }, dataOf(6, 6));
    expect(errorOf(() => classifierDescription(run, paramsOf(run)))).toMatchObject({
      code: 'ArgumentError',
      got: 'sin',
    });
    const other = runOf({ ...base, encoder: 'mlp' }, dataOf(6, 6));
    expect(errorOf(() => classifierDescription(other, {}))).toMatchObject({
      code: 'ArgumentError',
      where: 'classifier',
    });
  });
});
