import * as tf from '@tensorflow/tfjs-core';
import { adam, logDensity, sampleSites, svi, traceElbo, traceEnumElbo, type Svi } from '../../src/infer/index.js';
import type { Autoencoder, Batch, LabelledImages, Params } from '../../src/models/index.js';
import type { Latent } from '../../src/models/latents.js';
import { mlpEncoder, plainDecoder, templateDecoder } from '../../src/nn/index.js';
import { fold, key, uniformArray } from '../../src/num/index.js';
import { replay, type Trace } from '../../src/ppl/index.js';
import { warningsOf } from '../support/warningsOf.js';

export const image = { height: 4, width: 4 };
const networks = { image, encoder: mlpEncoder({ hidden: [5] }) } as const;

/** Options of small networks, for models without a pose and for models with one. */
export const still = { ...networks, decoder: plainDecoder({ ...image, hidden: [5] }) } as const;
export const posed = { ...networks, decoder: templateDecoder({ ...image, hidden: [5] }) } as const;
export const allInvariances = ['rotation', 'translation', 'scale'] as const;

/** Grey values of 4 × 4 pixels, all different; the first are the same for every count. */
export function images(count: number): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(uniformArray(key(7), 16 * count)), [count, 16]);
}

/** One-hot rows. */
export function oneHot(labels: readonly number[], classes: number): tf.Tensor2D {
  return tf.tensor2d(
    labels.flatMap((label) => Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0))),
    [labels.length, classes],
  );
}

/** Two images of the first two classes, other ones than the first of `images`. */
export function labelledPair(classes: number): LabelledImages {
  return { images: tf.slice(images(9), [7, 0], [2, 16]), labels: oneHot([0, 1], classes) };
}

export function inferenceOf({ model, guide, options }: Pick<Autoencoder, 'model' | 'guide' | 'options'>): Svi<[Batch]> {
  const elbo = options.classes > 0 ? traceEnumElbo() : traceElbo();
  return svi<[Batch]>({ model, guide, optimizer: adam(), elbo });
}

/** The parameters that a model starts with. */
export function paramsOf(model: Autoencoder, batch: Batch = { unlabelled: images(2) }): Params {
  let params: Params = {};
  // A batch in which nothing is left to sum over is warned of.
  warningsOf(() => {
    params = tf.tidy(() => {
      const inference = inferenceOf(model);
      return inference.params(inference.init(fold(key(0), 'params'), batch));
    });
  });
  return params;
}

/** The log densities of the sample sites of a run, summed over each, by name. */
export function termsOf(run: Trace): Readonly<Record<string, number>> {
  return Object.fromEntries(
    sampleSites(run).map((site) => [site.name, tf.sum(logDensity(site)).dataSync()[0] ?? NaN] as const),
  );
}

export function siteValue(run: Trace, name: string): tf.Tensor {
  const site = sampleSites(run).find((each) => each.name === name);
  if (site === undefined) throw new Error(`expected a site ${name}`);
  return site.value;
}

/** Holds sites of a guide at given values, as its own draws. */
export function heldAt(
  values: Readonly<Record<string, tf.Tensor>>,
  program: Autoencoder['guide'],
): Autoencoder['guide'] {
  // Of a replayed site only what it drew and its hints count.
  const sites = new Map(
    Object.entries(values).map(([name, value]) => [name, { type: 'sample', name, observed: false, value, infer: {} }]),
  );
  return replay({ sites, plates: new Map(), result: undefined } as unknown as Trace, program);
}

/** The spread of a posterior that is as sure as it can be, from its density at its centre. */
export function leastSpread(latent: Latent): number {
  const width = latent.outputs / 2;
  const outputs = tf.tensor2d([[...Array<number>(width).fill(0), ...Array<number>(width).fill(-200)]]);
  const logDensity =
    latent
      .posterior(outputs)
      .logProb(tf.zeros([1, width]))
      .dataSync()[0] ?? NaN;
  return Math.exp(-logDensity / width) / Math.sqrt(2 * Math.PI);
}
