import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adam, sampleSites, svi, traceElbo } from '../../src/infer/index.js';
import {
  classify,
  encode,
  generateImages,
  jrvae,
  pixelLattice,
  rvae,
  ssrvae,
  ssvae,
  vae,
  type Autoencoder,
  type Batch,
  type Params,
} from '../../src/models/index.js';
import { fieldDecoder, trunkEncoder } from '../../src/nn/index.js';
import { key, normalArray } from '../../src/num/index.js';
import { condition, seed, substitute, trace } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';
import { warningsOf } from '../support/warningsOf.js';
import {
  allInvariances,
  heldAt,
  image,
  images,
  inferenceOf,
  labelledPair,
  paramsOf,
  posed,
  still,
  termsOf,
} from './smallModels.js';

const layers = { convolutions: [{ channels: 2, size: 3, stride: 2 }], units: 4 } as const;
const trunk = trunkEncoder({ ...image, ...layers });
const rotating = trunkEncoder({ ...image, ...layers, views: 4 });
const onCircle = { anglePrior: 'projectedNormal', angleSpread: Infinity } as const;

const models: Readonly<Record<string, Autoencoder>> = {
  vae: vae(still),
  rvae: rvae({ ...posed, invariances: allInvariances }),
  'rvae on the circle, with a trunk': rvae({ ...posed, ...onCircle, encoder: trunk }),
  'rvae without content': rvae({ ...posed, contentDim: 0 }),
  ssvae: ssvae({ ...still, classes: 3 }),
  ssrvae: ssrvae({ ...posed, classes: 3, invariances: allInvariances }),
  'ssrvae on the circle, with a trunk': ssrvae({ ...posed, ...onCircle, classes: 2, encoder: trunk }),
  'ssrvae on the circle, with a trunk of four views': ssrvae({ ...posed, ...onCircle, classes: 2, encoder: rotating }),
  'ssrvae with a field': ssrvae({ ...posed, classes: 2, decoder: fieldDecoder({ ...image, hidden: [5, 5] }) }),
  'ssrvae without content': ssrvae({ ...posed, classes: 2, contentDim: 0 }),
  'ssrvae, gaussian': ssrvae({ ...posed, classes: 2, likelihood: 'gaussian', noise: 0.3 }),
  'ssrvae, gaussian with exposure': ssrvae({ ...posed, classes: 2, likelihood: 'gaussian', exposure: true }),
  'ssrvae, continuous Bernoulli': ssrvae({ ...posed, classes: 2, likelihood: 'continuousBernoulli' }),
  jrvae: jrvae({ ...posed, classes: 3 }),
};

/** Every part that a model can have, and some of the pixels. */
function batchFor({ options, isSupervised }: Autoencoder): Batch {
  const { images: pair, labels } = labelledPair(options.classes);
  const pose = { angle: tf.tensor1d([0.4, -3]), shift: tf.tensor2d([0.1, 0, -0.2, 0.1], [2, 2]) };
  const parts = { labelled: { images: pair, labels, pose }, views: { images: pair, labels } };
  return { unlabelled: images(3), ...(isSupervised && parts), pixels: pixelLattice(4, 4, 2) };
}

describeEngines('autoencoders', () => {
  it.each(Object.entries(models))(
    '%s: trains: finite losses, no warning, no tensor left over, and all parameters move',
    (_, model) => {
      const inference = inferenceOf(model);
      const batch = batchFor(model);
      const warnings = warningsOf(() => {
        let state = inference.init(key(0), batch);
        const start = inference.params(state);
        state = inference.step(state, batch).state;
        const before = tf.memory().numTensors;
        for (let i = 0; i < 2; i += 1) {
          const { state: next, info } = inference.step(state, batch);
          expect(info.isFinite).toBe(true);
          state = next;
        }
        expect(tf.memory().numTensors).toBe(before);
        const end = inference.params(state);
        for (const [name, from] of Object.entries(start))
          expect(Array.from(end[name]?.dataSync() ?? []), name).not.toEqual(Array.from(from.dataSync()));
      });
      expect(warnings).toEqual([]);
    },
  );

  it('the enumerated loss is the sum over classes under q(class | image)', () => {
    const model = ssrvae({ ...posed, classes: 3, invariances: ['rotation'], contentDim: 1 });
    const unlabelled = images(1);
    const state = inferenceOf(model).init(key(3), { unlabelled });
    const params = inferenceOf(model).params(state);
    const draws = {
      'unlabelled/angle': tf.tensor3d([0.3], [1, 1, 1]),
      'unlabelled/content': tf.tensor3d([-0.5], [1, 1, 1]),
    };
    const q = classify(model, params, unlabelled).dataSync();
    const expected = [0, 1, 2].reduce((sum, label) => {
      const y = tf.tensor3d(
        [0, 1, 2].map((k) => (k === label ? 1 : 0)),
        [1, 1, 3],
      );
      return sum - (q[label] ?? NaN) * elboAt(model, params, { unlabelled }, { ...draws, 'unlabelled/y': y });
    }, 0);
    // The same with y enumerated and the other latents held at the same values.
    const enumerated = inferenceOf({ ...model, guide: heldAt(draws, model.guide) });
    // Sums of 16 terms near 1, three times, in another order.
    expectClose(enumerated.evaluate(state, { unlabelled }), expected, { roundings: 64 });
  });

  it.each(['vae', 'ssrvae', 'ssrvae with a field'])(
    '%s: the loss averaged over all lattices of pixels is that of all pixels',
    (name) => {
      const model = models[name] ?? vae(still);
      const inference = inferenceOf(model);
      const unlabelled = images(2);
      const state = inference.init(key(1), { unlabelled });
      const full = inference.evaluate(state, { unlabelled });
      const lattices = [0, 1, 4, 5].map((offset) => [0, 2, 8, 10].map((pixel) => pixel + offset));
      const losses = lattices.map((pixels) => inference.evaluate(state, { unlabelled, pixels }));
      const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
      expect(new Set(losses).size).toBe(4);
      expect(Math.abs(mean - full)).toBeLessThan(1e-5 * Math.abs(full));
    },
  );

  it('beta weighs the terms of the continuous latents on both sides, and nothing else', () => {
    const model = models['ssrvae, gaussian with exposure'] ?? vae(still);
    const batch = { unlabelled: images(1), labelled: labelledPair(2), beta: 3 };
    for (const program of [model.guide, model.model]) {
      const scales = sampleSites(trace(seed(key(0), program))(batch)).map(({ name, scale }) => [name, scale] as const);
      expect(scales.length).toBeGreaterThan(4);
      for (const [name, scale] of scales) {
        const isContinuous = /\/(angle|shift|content|exposure)$/.test(name) && !name.includes('/pose/');
        expect([name, scale]).toEqual([name, isContinuous ? 3 : 1]);
      }
    }
  });

  it('gaussian: the noise that is learned is the size of what the decoder cannot draw', () => {
    const model = vae({ ...still, contentDim: 1, likelihood: 'gaussian' });
    const { model: p, guide } = model;
    const inference = svi<[Batch]>({ model: p, guide, optimizer: adam({ learningRate: 0.05 }), elbo: traceElbo() });
    const draws = Float32Array.from(normalArray(key(9), 200 * 16), (draw) => 0.4 + 0.08 * draw);
    const unlabelled = tf.tensor2d(draws, [200, 16]);
    let state = inference.init(key(10), { unlabelled });
    const noise = (): number => Math.exp(inference.params(state)['decoder/logNoise']?.dataSync()[0] ?? NaN);
    expect(noise()).toBeCloseTo(0.2, 6);
    for (let i = 0; i < 60; i += 1) state = inference.step(state, { unlabelled }).state;
    // One content latent may take up one of 16 directions; five standard errors of a deviation over 3,200 draws are 6 %.
    expect(noise()).toBeGreaterThan(0.08 * 0.9);
    expect(noise()).toBeLessThan(0.08 * 1.07);
  });

  it('exposure: an image is background + contrast × the object, and both are learnt image by image', () => {
    const model = models['ssrvae, gaussian with exposure'] ?? vae(still);
    const params = paramsOf(model, batchFor(model));
    const pose = { angle: tf.zeros([2, 1]), shift: tf.zeros([2, 2]), content: tf.ones([2, 2]) };
    const labels = tf.tensor2d([1, 0, 1, 0], [2, 2]);
    const drawn = generateImages(model, params, { ...pose, exposure: tf.tensor2d([0, 0, 2, -1], [2, 2]) }, labels);
    const object = generateImages(model, params, pose, labels).dataSync();
    const [centre = [], spread = []] = ['centre', 'spread'].map((name) =>
      Array.from(params[`exposure/${name}`]?.dataSync() ?? []),
    );
    const look = (row: readonly number[]): number[] => row.map((z, k) => (centre[k] ?? NaN) + z * (spread[k] ?? NaN));
    const expected = [look([0, 0]), look([2, -1])].flatMap(([background = NaN, contrast = NaN], i) =>
      Array.from({ length: 16 }, (_, p) => background + Math.exp(contrast) * (object[16 * i + p] ?? NaN)),
    );
    expectClose(drawn, expected, { roundings: 8 });
    expect(encode(model, params, images(2), labels)['exposure']?.shape).toEqual([2, 2]);
  });

  it('classify, encode and generateImages give one row an image, whatever the others are', () => {
    const model = models['ssrvae on the circle, with a trunk'] ?? vae(still);
    const params = paramsOf(model, batchFor(model));
    const some = images(3);
    const probabilities = classify(model, params, some);
    expect(probabilities.shape).toEqual([3, 2]);
    expectClose(tf.sum(probabilities, 1), [1, 1, 1], { roundings: 4 });
    const labels = tf.tensor2d([1, 0, 0, 1, 1, 0], [3, 2]);
    const latents = encode(model, params, some, labels);
    const shapes = Object.entries(latents).map(([name, tensor]) => [name, tensor.shape]);
    expect(Object.fromEntries(shapes)).toEqual({ angle: [3, 2], shift: [3, 2], content: [3, 2] });
    // An angle on the circle is a unit vector.
    expectClose(tf.norm(latents['angle'] ?? some, 'euclidean', 1), [1, 1, 1], { roundings: 8 });
    expect(generateImages(model, params, latents, labels).shape).toEqual([3, 16]);
    const alone = [0, 1, 2].map((i) => {
      return encode(model, params, tf.slice(some, [i, 0], [1, 16]), tf.slice(labels, [i, 0], [1, 2]));
    });
    for (const [name, tensor] of Object.entries(latents))
      expectClose(tf.concat(alone.map((one) => one[name] ?? tensor)), tensor, { tolerance: 1e-5 });
  });
});

/** log p − log q of one run with all latents given, without the term of q(class). */
function elboAt(model: Autoencoder, params: Params, batch: Batch, values: Readonly<Record<string, tf.Tensor>>): number {
  const sum = (program: Autoencoder['model']): number => {
    const run = trace(seed(key(0), substitute(params, condition(values, program))))(batch);
    return Object.values(termsOf(run)).reduce((total, term) => total + term, 0);
  };
  return warnless(() => sum(model.model) - sum(model.guide));
}

/** Each program knows only its own parameters, of which `substitute` warns. */
function warnless<T>(body: () => T): T {
  let result: { readonly value: T } | undefined;
  warningsOf(() => {
    result = { value: body() };
  });
  if (result === undefined) throw new Error('expected a result');
  return result.value;
}
