import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { buildLayersModel } from '../../../src/app/classifier/buildLayersModel.js';
import { classifierKinds, recipes } from '../../../src/app/config/index.js';
import { buildModel } from '../../../src/app/train/buildModel.js';
import { classifierDescription } from '../../../src/app/train/classifierDescription.js';
import type { TaskData } from '../../../src/app/train/index.js';
import { adam, svi, traceElbo } from '../../../src/infer/index.js';
import { classify, type Batch } from '../../../src/models/index.js';
import { key, uniformArray } from '../../../src/num/index.js';
import { cardsRun } from '../config/configs.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';

const side = 24;
const numImages = 5;
const images = Float32Array.from(uniformArray(key(1), numImages * side * side));
const set = { images, count: numImages, height: side, width: side };
const data: TaskData = { unlabelled: set, testDescription: 'none', classNames: ['a', 'b', 'c'] };

describeEngines('classifierDescription', () => {
  it.each([...classifierKinds.map((classifier) => [classifier, 'none'] as const), ['cnn', 'frame'] as const])(
    '%s, symmetry %s: the layers alone give the probabilities of the model',
    (classifier, classifierSymmetry) => {
      const { model: base } = recipes.kiln.cards;
      const config = { ...cardsRun(), model: { ...base, hidden: [8, 8], classifier, classifierSymmetry } };
      const vae = buildModel(config.model, data);
      const rows = tf.tensor2d(images, [numImages, side * side]);
      const labels = tf.tensor2d([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0], [numImages, 3]);
      const { model, guide } = vae;
      const inference = svi<[Batch]>({ model, guide, optimizer: adam(), elbo: traceElbo() });
      const params = inference.params(inference.init(key(2), { simulated: { images: rows, labels } }));
      const alone = buildLayersModel(classifierDescription({ config, folder: '', data, vae }, params));
      const output = alone.predict(tf.reshape(rows, [numImages, side, side])) as tf.Tensor;
      const expected = classify(vae, params, rows).dataSync();
      expect(new Set(Array.from(expected, (p) => p.toFixed(4))).size).toBeGreaterThan(3);
      // Some thousand products and sums in float32, in another order.
      expectClose(output, expected, { roundings: 256 });
    },
  );
});
