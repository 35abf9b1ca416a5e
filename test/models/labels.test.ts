// What labelled images, views of them and unlabelled images each teach.
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { sampleSites, traceEnumElbo } from '../../src/infer/index.js';
import {
  classify,
  jrvae,
  rvae,
  ssrvae,
  ssvae,
  type Autoencoder,
  type Batch,
  type Params,
} from '../../src/models/index.js';
import { trunkEncoder } from '../../src/nn/index.js';
import { key, valueAndGradients } from '../../src/num/index.js';
import { condition, seed, substitute, trace } from '../../src/ppl/index.js';
import { describeEngines } from '../support/engines.js';
import { errorOf } from '../support/errorOf.js';
import { estimator, type Estimate } from '../support/estimates.js';
import { expectClose } from '../support/expectClose.js';
import { warningsOf } from '../support/warningsOf.js';
import {
  heldAt,
  image,
  images,
  inferenceOf,
  labelledPair,
  paramsOf,
  posed,
  siteValue,
  still,
  termsOf,
} from './smallModels.js';

const trunk = trunkEncoder({ ...image, convolutions: [{ channels: 2, size: 3, stride: 2 }], units: 4 });

/** Makes a model with this weight of log q(label | image). */
const makers: Readonly<Record<string, (multiplier: number) => Autoencoder>> = {
  ssvae: (multiplier) => ssvae({ ...still, classes: 2, multiplier }),
  ssrvae: (multiplier) => ssrvae({ ...posed, classes: 2, multiplier }),
  'ssrvae with a trunk': (multiplier) => ssrvae({ ...posed, classes: 2, encoder: trunk, multiplier }),
};
const supervised = Object.entries(makers);

/** The loss and its gradients at given parameters; the same draws every time. */
function lossOf({ model, guide }: Autoencoder, params: Params, batch: Batch): Estimate {
  let estimate: Estimate = { loss: NaN, gradients: {} };
  // Where all classes are known, nothing is enumerated, of which the objective warns.
  warningsOf(() => {
    estimate = estimator(
      traceEnumElbo(),
      { model: () => model(batch), guide: () => guide(batch), args: [] },
      params,
    )(key(5));
  });
  return estimate;
}

/** -Σ log q(label | image). */
function crossEntropy(model: Autoencoder, params: Params, batch: Pick<Batch, 'views'>): number {
  const { images: rows, labels } = batch.views ?? labelledPair(2);
  const q = classify(model, params, rows);
  return -(tf.sum(tf.mul(labels, tf.log(q))).dataSync()[0] ?? NaN);
}

describeEngines('labels', () => {
  it.each(supervised)('%s: labelled images add multiplier × the cross-entropy of the classifier', (_, make) => {
    const labelled = labelledPair(2);
    const params = paramsOf(make(1), { labelled });
    const losses = [0, 1, 11].map((multiplier) => lossOf(make(multiplier), params, { labelled }).loss);
    const [none = NaN, one = NaN, many = NaN] = losses;
    const cost = crossEntropy(make(1), params, {});
    // Differences of losses of some hundred roundings of 30 or so.
    expectClose([one - none, many - one], [cost, 10 * cost], { tolerance: 1e-4, relative: 1e-5 });
  });

  it.each(supervised)('%s: views add multiplier × their cross-entropy, and teach nothing but the class', (_, make) => {
    const model = make(7);
    const labelled = labelledPair(2);
    const views = {
      images: tf.slice(images(6), [2, 0], [4, 16]),
      labels: tf.tensor2d([1, 0, 1, 0, 0, 1, 1, 0], [4, 2]),
    };
    const params = paramsOf(model, { labelled, views });
    const [without, alone, both] = [{ labelled }, { views }, { labelled, views }].map((batch) =>
      lossOf(model, params, batch),
    );
    const cost = crossEntropy(model, params, { views });
    expectClose([alone?.loss ?? NaN, (both?.loss ?? NaN) - (without?.loss ?? NaN)], [7 * cost, 7 * cost], {
      relative: 1e-4,
    });
    const { gradients: ofCost } = valueAndGradients(
      (named) => tf.mul(tf.sum(tf.mul(views.labels, tf.log(classify(model, named, views.images)))), -7),
      params as Readonly<Record<string, tf.Tensor>>,
    );
    for (const name of Object.keys(params)) {
      const added = (both?.gradients[name] ?? []).map((slope, i) => slope - (without?.gradients[name]?.[i] ?? NaN));
      expectClose(added, ofCost[name] ?? [], { tolerance: 1e-3 });
      // What draws, and what says where and how an object lies, is not among what views touch.
      if (/^(decoder|encoder|deformation)/.test(name))
        expectClose(
          added,
          added.map(() => 0),
          { tolerance: 1e-4 },
        );
    }
    expect(Object.keys(params).filter((name) => Math.max(...(ofCost[name]?.dataSync() ?? [])) > 0)).not.toEqual([]);
  });

  it('multiplier 0: nothing is taught about the label, and the class is observed all the same', () => {
    const labelled = labelledPair(2);
    const batch = { labelled, views: { images: images(2), labels: labelled.labels } };
    const { guide, model } = ssrvae({ ...posed, classes: 2, multiplier: 0 });
    const names = (program: Autoencoder['model']): string[] =>
      sampleSites(trace(seed(key(0), program))(batch)).map(({ name }) => name);
    expect(names(guide).filter((name) => name.endsWith('label'))).toEqual([]);
    const run = trace(seed(key(0), model))(batch);
    expectClose(siteValue(run, 'labelled/y'), labelled.labels);
  });

  it('unlabelled images teach the classifier: by Σ q(y) (log q(y) - ELBO(y)), whose ELBOs it has no part in', () => {
    const model = ssrvae({ ...posed, classes: 2, contentDim: 1, invariances: ['rotation'] });
    const unlabelled = images(1);
    const params = paramsOf(model, { unlabelled });
    const draws = {
      'unlabelled/angle': tf.tensor3d([0.3], [1, 1, 1]),
      'unlabelled/content': tf.tensor3d([-0.5], [1, 1, 1]),
    };
    const elbos = [0, 1].map((label) => {
      const y = tf.tensor3d([1 - label, label], [1, 1, 2]);
      // Without log q(y), which is what the classifier says.
      return (
        elboGiven(model, params, { unlabelled }, { ...draws, 'unlabelled/y': y }) +
        Math.log(classify(model, params, unlabelled).dataSync()[label] ?? NaN)
      );
    });
    const { gradients: expected } = valueAndGradients(
      (named) => {
        const q = classify(model, named, unlabelled);
        return tf.sum(tf.mul(q, tf.sub(tf.log(q), tf.tensor2d([elbos]))));
      },
      params as Readonly<Record<string, tf.Tensor>>,
    );
    const found = lossOf({ ...model, guide: heldAt(draws, model.guide) }, params, { unlabelled });
    const names = Object.keys(params).filter((name) => name.startsWith('classifier/'));
    expect(names).toHaveLength(4);
    for (const name of names) expectClose(found.gradients[name] ?? [], expected[name] ?? [], { tolerance: 1e-4 });
    expect(Math.max(...(found.gradients['classifier/out/bias'] ?? []))).toBeGreaterThan(1e-3);
  });

  it('jrvae: a class that is never given; labelled images and views are an error', () => {
    const model = jrvae({ ...posed, classes: 2 });
    const { images: rows, labels } = labelledPair(2);
    for (const batch of [{ labelled: { images: rows, labels } }, { views: { images: rows, labels } }])
      for (const program of [model.model, model.guide])
        expect(errorOf(() => program(batch))).toMatchObject({ code: 'ArgumentError', where: 'jrvae' });
    expect(model.isSupervised).toBe(false);
  });

  it('rvae: no classes, so that views teach nothing', () => {
    const model = rvae(posed);
    const { images: rows, labels } = labelledPair(2);
    const [unlabelled, views] = [images(2), { images: rows, labels }];
    const inference = inferenceOf(model);
    const state = inference.init(key(1), { unlabelled });
    const warnings = warningsOf(() => {
      expect(inference.evaluate(state, { unlabelled, views })).toBe(inference.evaluate(state, { unlabelled }));
    });
    expect(warnings).toEqual([]);
  });

  it('parts that are absent cost nothing, and together they cost what they cost apart', () => {
    const model = ssrvae({ ...posed, classes: 2, multiplier: 3 });
    const { images: rows, labels } = labelledPair(2);
    const parts = { unlabelled: images(3), labelled: { images: rows, labels }, views: { images: images(2), labels } };
    const params = paramsOf(model, parts);
    const apart = Object.entries(parts).map(([name, part]) => lossOf(model, params, { [name]: part }).loss);
    expectClose(
      lossOf(model, params, parts).loss,
      apart.reduce((a, b) => a + b),
      { relative: 1e-5 },
    );
  });
});

/** log p − log q of one run with all latents given. */
function elboGiven(
  model: Autoencoder,
  params: Params,
  batch: Batch,
  values: Readonly<Record<string, tf.Tensor>>,
): number {
  let elbo = NaN;
  // Each program knows only its own parameters, of which `substitute` warns.
  warningsOf(() => {
    const [p = NaN, q = NaN] = [model.model, model.guide].map((program) => {
      const terms = termsOf(trace(seed(key(0), substitute(params, condition(values, program))))(batch));
      return Object.values(terms).reduce((total, term) => total + term, 0);
    });
    elbo = p - q;
  });
  return elbo;
}
