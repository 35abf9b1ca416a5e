import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { adam, logDensity, sampleSites, svi, traceElbo, traceEnumElbo } from '../../src/infer/index.js';
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
} from '../../src/models/index.js';
import { key, normalArray, uniformArray } from '../../src/num/index.js';
import { condition, replay, seed, substitute, trace, type Trace } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { expectClose } from '../support/expectClose.js';

const image = { height: 4, width: 4 };
const small = { image, hidden: [5], decoderHidden: [5, 5] } as const;
const all = ['rotation', 'translation', 'scale'] as const;

const models: readonly (readonly [string, Autoencoder])[] = [
  ['vae', vae(small)],
  ['rvae', rvae({ ...small, invariances: all })],
  ['rvae on the circle', rvae({ ...small, anglePrior: 'projectedNormal', angleSpread: Infinity })],
  ['ssvae', ssvae({ ...small, classes: 3 })],
  ['ssrvae', ssrvae({ ...small, classes: 3, invariances: all })],
  [
    'ssrvae, convolutions ahead of the encoder',
    ssrvae({ ...small, classes: 2, encoderConvolutions: [{ channels: 2, size: 3, stride: 2 }] }),
  ],
  ['ssrvae, gaussian', ssrvae({ ...small, classes: 2, likelihood: 'gaussian' })],
  ['ssrvae, continuous Bernoulli', ssrvae({ ...small, classes: 2, likelihood: 'continuousBernoulli' })],
  ['jrvae', jrvae({ ...small, classes: 3 })],
];

describeEngines('autoencoders', () => {
  it.each(models)('%s: trains a few steps, with finite losses and no tensor left over', (_name, model) => {
    const inference = inferenceOf(model);
    const batch = batchFor(model);
    let state = inference.init(key(0), batch);
    state = inference.step(state, batch).state;
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i += 1) {
      const { state: next, info } = inference.step(state, batch);
      expect(info.isFinite).toBe(true);
      state = next;
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  it('ssrvae: the enumerated loss is the sum over classes under q(class | image)', () => {
    const model = ssrvae({ ...small, classes: 2, invariances: ['rotation'], contentDim: 1 });
    const inference = inferenceOf(model);
    const unlabelled = images(1);
    const state = inference.init(key(3), { unlabelled });
    const params = inference.params(state);
    const draws = {
      'unlabelled/angle': tf.tensor3d([0.3], [1, 1, 1]),
      'unlabelled/content': tf.tensor3d([-0.5], [1, 1, 1]),
    };
    const q = classify(model, params, unlabelled).dataSync();
    const expected = [0, 1].reduce((sum, label) => {
      const y = tf.tensor3d([1 - label, label], [1, 1, 2]);
      const fixed = { ...draws, 'unlabelled/y': y };
      const elbo = total(model, params, unlabelled, fixed);
      return sum - (q[label] ?? 0) * elbo;
    }, 0);
    // The same with y enumerated and the other latents held at the same values.
    const held = (program: Autoencoder['guide']) => replayAt(draws, program);
    const enumerated = svi<[Batch]>({
      model: model.model,
      guide: held(model.guide),
      optimizer: adam(),
      elbo: traceEnumElbo(),
    });
    const loss = enumerated.evaluate({ ...state, params: params }, { unlabelled });
    expect(Math.abs(loss - expected)).toBeLessThan(1e-4 * Math.abs(expected));
  });

  it('the loss averaged over all lattices of pixels is the loss of all pixels', () => {
    const model = vae(small);
    const inference = inferenceOf(model);
    const unlabelled = images(2);
    const state = inference.init(key(1), { unlabelled });
    const full = inference.evaluate(state, { unlabelled });
    const lattices = [0, 1, 4, 5].map((offset) => [0, 2, 8, 10].map((pixel) => pixel + offset));
    const losses = lattices.map((pixels) => inference.evaluate(state, { unlabelled, pixels }));
    const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
    expect(new Set(losses).size).toBe(4);
    expect(Math.abs(mean - full)).toBeLessThan(1e-5 * Math.abs(full));
  });

  it('beta weighs the terms of the continuous latents on both sides', () => {
    const model = ssrvae({ ...small, classes: 2 });
    const batch = { unlabelled: images(1) };
    for (const program of [model.guide, model.model]) {
      const traced = trace(seed(key(0), program))({ ...batch, beta: 3 });
      const scales = Object.fromEntries(sampleSites(traced).map((site) => [site.name, site.scale]));
      expect(scales['unlabelled/content']).toBe(3);
      expect(scales['unlabelled/y']).toBe(1);
    }
  });

  it('labelled images add multiplier × the cross-entropy of the classifier', () => {
    const model = ssrvae({ ...small, classes: 2 });
    const inference = inferenceOf(model);
    const labelled = {
      images: images(2),
      labels: tf.tensor2d([
        [1, 0],
        [0, 1],
      ]),
    };
    const state = inference.init(key(2), { labelled });
    const without = inference.evaluate(state, { labelled: { ...labelled, multiplier: 1 } });
    const more = inference.evaluate(state, { labelled: { ...labelled, multiplier: 11 } });
    const q = classify(model, inference.params(state), labelled.images).dataSync();
    const crossEntropy = -Math.log(q[0] ?? 0) - Math.log(q[3] ?? 0);
    expect(Math.abs(more - without - 10 * crossEntropy)).toBeLessThan(1e-3);
  });

  it('classifierLearnsFrom labels: unlabelled images do not move the classifier', () => {
    const model = ssrvae({ ...small, classes: 2, classifierLearnsFrom: 'labels' });
    const inference = inferenceOf(model);
    const batch = { unlabelled: images(2) };
    const state = inference.init(key(4), batch);
    const before = inference.params(state);
    const after = inference.params(inference.step(state, batch).state);
    const moved = (name: string): boolean =>
      tf.max(tf.abs(tf.sub(before[name] ?? 0, after[name] ?? 0))).dataSync()[0] !== 0;
    expect(moved('classifier/out/kernel')).toBe(false);
    expect(moved('encoder/out/kernel')).toBe(true);
  });

  it('classifierLearnsFrom labels: the loss of drawn classes is on average that of their sum', () => {
    const options = { ...small, classes: 2, invariances: ['rotation'], contentDim: 1 } as const;
    const [summed, drawn] = [ssrvae(options), ssrvae({ ...options, classifierLearnsFrom: 'labels' })];
    const unlabelled = images(1);
    const state = inferenceOf(summed).init(key(3), { unlabelled });
    const draws = {
      'unlabelled/angle': tf.tensor3d([0.3], [1, 1, 1]),
      'unlabelled/content': tf.tensor3d([-0.5], [1, 1, 1]),
    };
    const q = classify(summed, inferenceOf(summed).params(state), unlabelled).dataSync();
    const lossOf = ({ model, guide }: Autoencoder, elbo: ReturnType<typeof traceElbo>, seedOf: number): number =>
      svi<[Batch]>({ model, guide: replayAt(draws, guide), optimizer: adam(), elbo }).evaluate(
        { ...state, key: key(seedOf) },
        { unlabelled },
      );
    const losses = Array.from({ length: 16 }, (_, i) => lossOf(drawn, traceElbo(), i));
    const [one, other] = [Math.min(...losses), Math.max(...losses)];
    const sum = lossOf(summed, traceEnumElbo(), 0);
    const means = [0, 1].map((label) => (q[label] ?? NaN) * one + (q[1 - label] ?? NaN) * other);
    expect(other - one).toBeGreaterThan(1e-3 * Math.abs(sum));
    expect(Math.min(...means.map((mean) => Math.abs(mean - sum)))).toBeLessThan(1e-4 * Math.abs(sum));
  });

  it('classifierLearnsFrom labels: the class is drawn from q(class | image), one for each image', () => {
    const model = ssrvae({ ...small, classes: 3, classifierLearnsFrom: 'labels' });
    const numImages = 600;
    const unlabelled = tf.tile(images(1), [numImages, 1]);
    const inference = inferenceOf(model);
    const params = inference.params(inference.init(key(6), { unlabelled }));
    const run = trace(seed(key(8), substitute(params, model.guide)))({ unlabelled });
    const drawn: number[] = Array.from(tf.sum(siteValue(run, 'unlabelled/y'), [0, 1]).dataSync());
    expect(drawn.reduce((a, b) => a + b)).toBe(numImages);
    const q = classify(model, params, images(1)).dataSync();
    // Five standard deviations of a binomial count.
    q.forEach((p, label) => {
      expect(Math.abs((drawn[label] ?? 0) - numImages * p)).toBeLessThan(5 * Math.sqrt(numImages * p * (1 - p)));
    });
  });

  it.each(['normal', 'projectedNormal'] as const)(
    'simulated images of known angle: %s, it is observed and inferred',
    (anglePrior) => {
      const model = ssrvae({ ...small, classes: 2, invariances: ['rotation'], anglePrior });
      const inference = inferenceOf(model);
      const angles = tf.tensor1d([0.5, -1]);
      const simulated = { images: images(2), labels: tf.tensor2d([1, 0, 0, 1], [2, 2]), pose: { angle: angles } };
      const state = inference.init(key(11), { simulated });
      const params = inference.params(state);
      const run = trace(seed(key(12), substitute(params, model.model)))({ simulated });
      const values = Array.from(siteValue(run, 'simulated/angle').dataSync());
      const expected = anglePrior === 'normal' ? [0.5, -1] : [0.5, -1].flatMap((a) => [Math.cos(a), Math.sin(a)]);
      values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 6));
      const guided = trace(seed(key(12), substitute(params, model.guide)))({ simulated });
      expect(sampleSites(guided).map(({ name }) => name)).toEqual(['simulated/content']);
      // Each unit of the multiplier adds -log q(class | image) - log q(angle | image, class).
      const lossAt = (multiplier: number): number =>
        inference.evaluate(state, { simulated: { ...simulated, multiplier } });
      const added = ['simulated/label', 'simulated/pose/angle'].reduce((sum, name) => {
        const site = sampleSites(run).find((each) => each.name === name);
        return sum - (site === undefined ? NaN : (tf.sum(logDensity(site)).dataSync()[0] ?? NaN));
      }, 0);
      expect(Math.abs(lossAt(11) - lossAt(1) - 10 * added)).toBeLessThan(2e-3);
    },
  );

  it('convolutions ahead of the encoder: their features take the place of the pixels', () => {
    const encoderConvolutions = [{ channels: 3, size: 3, stride: 2 }];
    const model = ssrvae({ ...small, classes: 2, encoderConvolutions });
    const inference = inferenceOf(model);
    const params = inference.params(inference.init(key(15), batchFor(model)));
    expect(params['encoder/conv/0/kernel']?.shape).toEqual([3, 3, 1, 3]);
    // Two by two places of three channels, and the class.
    expect(params['encoder/0/kernel/0']?.shape).toEqual([12, 5]);
    expect(params['encoder/0/kernel/1']?.shape).toEqual([2, 5]);
    const centres = encode(model, params, images(3), tf.tensor2d([1, 0, 0, 1, 1, 0], [3, 2]));
    const each = [0, 1, 2].map((i) =>
      encode(model, params, tf.slice(images(3), [i, 0], [1, 16]), tf.tensor2d([[1 - (i % 2), i % 2]])),
    );
    // What the encoder says of an image does not depend on the others.
    expectClose(centres['content'] ?? NaN, tf.concat(each.map((one) => one['content'] ?? tf.scalar(NaN))), {
      tolerance: 1e-5,
    });
  });

  it('labelled images of known pose: all of it is observed, and the encoder learns it', () => {
    const model = ssrvae({ ...small, classes: 2, invariances: all });
    const inference = inferenceOf(model);
    const pose = {
      angle: tf.tensor1d([0.5, -1]),
      shift: tf.tensor2d([0.1, -0.2, 0, 0.3], [2, 2]),
      scale: tf.tensor1d([1.1, 0.8]),
    };
    const labelled = { images: images(2), labels: tf.tensor2d([1, 0, 0, 1], [2, 2]), pose };
    const state = inference.init(key(13), { labelled });
    const params = inference.params(state);
    const run = trace(seed(key(14), substitute(params, model.model)))({ labelled });
    const valuesOf = (name: string): number[] => Array.from(siteValue(run, `labelled/${name}`).dataSync());
    // Shifts and sizes count in tenths.
    const expected = { angle: [0.5, -1], shift: [1, -2, 0, 3], scale: [1, -2] };
    for (const [name, values] of Object.entries(expected)) {
      expectClose(valuesOf(name), values, { tolerance: 1e-5 });
      expectClose(valuesOf(`pose/${name}`), values, { tolerance: 1e-5 });
    }
    const guided = trace(seed(key(14), substitute(params, model.guide)))({ labelled });
    expect(sampleSites(guided).map(({ name }) => name)).toEqual(['labelled/content']);
    const lossAt = (multiplier: number): number => inference.evaluate(state, { labelled: { ...labelled, multiplier } });
    const added = sampleSites(run)
      .filter(({ name }) => name === 'labelled/label' || name.startsWith('labelled/pose/'))
      .map((site) => -(tf.sum(logDensity(site)).dataSync()[0] ?? NaN));
    expect(added).toHaveLength(4);
    expect(Math.abs(lossAt(11) - lossAt(1) - 10 * added.reduce((sum, term) => sum + term))).toBeLessThan(2e-3);
  });

  it('gaussian: the noise that is learned is the size of what the decoder cannot draw', () => {
    const model = vae({ ...small, contentDim: 1, likelihood: 'gaussian' });
    const inference = svi<[Batch]>({
      model: model.model,
      guide: model.guide,
      optimizer: adam({ learningRate: 0.05 }),
      elbo: traceElbo(),
    });
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

  it('classify, encode and generateImages give one row an image', () => {
    const model = ssrvae({ ...small, classes: 3, invariances: all });
    const inference = inferenceOf(model);
    const params = inference.params(inference.init(key(5), batchFor(model)));
    const some = images(2);
    const probabilities = classify(model, params, some);
    expect(probabilities.shape).toEqual([2, 3]);
    const sums = tf.sum(probabilities, 1).dataSync();
    for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
    const latents = encode(model, params, some, probabilities);
    expect(Object.fromEntries(Object.entries(latents).map(([name, tensor]) => [name, tensor.shape]))).toEqual({
      angle: [2, 1],
      shift: [2, 2],
      scale: [2, 1],
      content: [2, 2],
    });
    expect(generateImages(model, params, latents, probabilities).shape).toEqual([2, 16]);
  });
});

function siteValue(run: Trace, name: string): tf.Tensor {
  const site = sampleSites(run).find((each) => each.name === name);
  if (site === undefined) throw new Error(`expected a site ${name}`);
  return site.value;
}

function inferenceOf(model: Autoencoder): ReturnType<typeof svi<[Batch]>> {
  const elbo = model.options.classes > 0 ? traceEnumElbo() : traceElbo();
  return svi<[Batch]>({ model: model.model, guide: model.guide, optimizer: adam(), elbo });
}

function batchFor(model: Autoencoder): Batch {
  const { classes } = model.options;
  const labels = tf.oneHot(tf.tensor1d([0, 1], 'int32'), Math.max(2, classes)) as tf.Tensor2D;
  const isSupervised = classes > 0 && model !== models[models.length - 1]?.[1];
  return {
    unlabelled: images(3),
    ...(isSupervised ? { labelled: { images: images(2), labels: tf.cast(labels, 'float32'), multiplier: 5 } } : {}),
    pixels: pixelLattice(4, 4, 2),
  };
}

function images(count: number): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(uniformArray(key(7), count * 16)), [count, 16]);
}

/** log p − log q of one run with all latents given, without the term of q(class). */
function total(
  model: Autoencoder,
  params: Record<string, tf.Tensor>,
  unlabelled: tf.Tensor2D,
  values: Record<string, tf.Tensor>,
): number {
  const sum = (program: Autoencoder['model']): number => {
    const run = trace(seed(key(0), substitute(params, condition(values, program))));
    return sampleSites(run({ unlabelled })).reduce(
      (sofar, site) => sofar + (tf.sum(logDensity(site)).dataSync()[0] ?? 0),
      0,
    );
  };
  return sum(model.model) - sum(model.guide);
}

/** Holds sites of a guide at given values, as its own draws. */
function replayAt(values: Record<string, tf.Tensor>, program: Autoencoder['guide']): Autoencoder['guide'] {
  // Of a replayed site only what it drew and its hints count.
  const sites = new Map(
    Object.entries(values).map(([name, value]) => [name, { type: 'sample', name, observed: false, value, infer: {} }]),
  );
  return replay({ sites, plates: new Map(), result: undefined } as unknown as Trace, program);
}
