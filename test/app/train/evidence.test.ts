import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { evidenceOf, imageElbos, meanElbo } from '../../../src/app/train/evidence.js';
import { adam, svi, traceElbo } from '../../../src/infer/index.js';
import { ssvae, vae, type Autoencoder, type Batch, type Params } from '../../../src/models/index.js';
import { mlpEncoder, plainDecoder } from '../../../src/nn/index.js';
import { key, uniformArray } from '../../../src/num/index.js';
import { describeEngines } from '../../support/engines.js';
import { expectClose } from '../../support/expectClose.js';
import { warningsOf } from '../../support/warningsOf.js';

const image = { height: 4, width: 4 };
const networks = {
  image,
  contentDim: 1,
  encoder: mlpEncoder({ hidden: [4] }),
  decoder: plainDecoder({ ...image, hidden: [4] }),
};
const [plain, classes] = [vae(networks), ssvae({ ...networks, classes: 2 })];
// More than are looked at in one go.
const count = 70;
const set = { images: Float32Array.from(uniformArray(key(1), count * 16)), count, ...image };

function paramsOf({ model, guide }: Autoencoder): Params {
  const inference = svi<[Batch]>({ model, guide, optimizer: adam(), elbo: traceElbo() });
  let params: Params = {};
  // A class that is summed out elsewhere.
  warningsOf(() => {
    params = inference.params(inference.init(key(0), { unlabelled: tf.tensor2d(set.images.slice(0, 32), [2, 16]) }));
  });
  return params;
}

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describeEngines('the evidence of a set', () => {
  it('is one number for each image, and by Bayes its class; repeatable, with no tensor left over', () => {
    const params = paramsOf(classes);
    const before = tf.memory().numTensors;
    const found = evidenceOf(classes, params, set);
    expect(tf.memory().numTensors).toBe(before);
    expect([found.logEvidence.length, found.classes.length]).toEqual([count, 2 * count]);
    for (let i = 0; i < count; i += 1)
      expectClose((found.classes[2 * i] ?? NaN) + (found.classes[2 * i + 1] ?? NaN), 1, { roundings: 4 });
    expect(evidenceOf(classes, params, set)).toEqual(found);
    expectClose(evidenceOf(plain, paramsOf(plain), set).classes, new Float32Array(count).fill(1), { roundings: 2 });
  });

  it('lower bounds lie below the evidence on average, each image given its class', () => {
    const params = paramsOf(classes);
    const indices = [...Array(count).keys()];
    const labels = indices.map((i) => i % 2);
    const given = imageElbos(classes, params, set, indices, labels);
    const others = imageElbos(
      classes,
      params,
      set,
      indices,
      labels.map((label) => 1 - label),
    );
    const { logEvidence } = evidenceOf(classes, params, set, 16);
    expect(given).toHaveLength(count);
    expect(mean(given)).toBeLessThan(mean(logEvidence));
    expect(given).not.toEqual(others);
    // Some of a set, in any order, are those of the set but for their draws.
    expect(imageElbos(classes, params, set, [3, 1], [1, 1])).toHaveLength(2);
    // Σ q (ELBO - log q) lies between the larger of the two and their logarithm of two more.
    const bound = meanElbo(classes, params, set);
    expect(bound).toBeGreaterThan(Math.min(mean(given), mean(others)));
    expect(bound).toBeLessThan(mean(logEvidence));
    // Without classes labels count for nothing.
    const own = paramsOf(plain);
    expect(imageElbos(plain, own, set, [0, 5], [0, 0])).toEqual(imageElbos(plain, own, set, [0, 5], [1, 7]));
  });
});
