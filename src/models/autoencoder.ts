import * as tf from '@tensorflow/tfjs-core';
import { oneHotCategorical, type Distribution } from '../dist/index.js';
import { convolutionLayers, mlp } from '../nn/index.js';
import { stopGradient } from '../num/index.js';
import { plate, sample, scale, type Subsample } from '../ppl/index.js';
import { classifierLogits } from './classifier.js';
import { decode } from './decoder.js';
import { lastSlice, latentsOf, type Latent, type LatentValues } from './latents.js';
import { poseValues, type KnownPose } from './knownPose.js';
import { pixelDistribution } from './likelihood.js';
import { resolveOptions, type AutoencoderOptions, type ResolvedOptions } from './options.js';

/** What one step of training sees. Either part may be absent. */
export interface Batch {
  /** Images whose class is summed out, [count, height × width]. */
  readonly unlabelled?: tf.Tensor2D;
  readonly labelled?: LabelledImages;
  /** Made-up images of known class. Without a pose only the classifier learns from them. */
  readonly simulated?: LabelledImages;
  /** The weight of the terms of the continuous latents. Default: 1. */
  readonly beta?: number;
  /** Which pixels the likelihood looks at. Default: all. */
  readonly pixels?: Subsample;
}

export interface LabelledImages {
  /** [count, height × width] */
  readonly images: tf.Tensor2D;
  /** One-hot classes, [count, classes]. */
  readonly labels: tf.Tensor2D;
  /** What is known of their poses. Default: nothing. */
  readonly pose?: KnownPose;
  /** The weight of the losses of the class and of the known pose. Default: 1. */
  readonly multiplier?: number;
}

/** A model and its guide as plain programs, with what they are made of. */
export interface Autoencoder {
  readonly options: ResolvedOptions;
  readonly latents: readonly Latent[];
  model(this: void, batch: Batch): void;
  guide(this: void, batch: Batch): void;
}

/** One part of a batch, with labels if they are known; images are [count, 1, pixels], labels [count, 1, classes]. */
interface Part {
  readonly prefix: string;
  readonly images: tf.Tensor;
  readonly labels: tf.Tensor | undefined;
  readonly multiplier: number;
  /** The values of those pose latents that are known. */
  readonly known: LatentValues;
}

/**
 * The variational autoencoder of which all others are cases: a class y (if `classes`), a pose (one latent for each of
 * `invariances`) and content z generate each pixel of an image.
 *
 * p(y) is uniform, p(z) standard normal; unlabelled images have y enumerated in the guide under q(y | image), or drawn from it
 * if the classifier learns from labels only. Labelled images add `multiplier` × log q(label | image), so that the classifier
 * learns from them. What is known of their pose is observed as well, and adds `multiplier` × log q(angle | image, label), and so
 * for shift and scale.
 *
 * Sites: `<part>/y`, `<part>/angle`, `<part>/shift`, `<part>/scale`, `<part>/content`, `<part>/x`, `<part>/label` and
 * `<part>/pose/angle` (or shift, scale), where part is `unlabelled`, `labelled` or `simulated` (without a pose only its label);
 * plates `<part>` at dim -2 and `pixels` at dim -1.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Ziatdinov et al. 2024, "Semi-supervised learning of images with strong rotational disorder", figure 1
 */
export function autoencoder(where: string, given: AutoencoderOptions): Autoencoder {
  const options = resolveOptions(where, given);
  const latents = latentsOf(options);
  return {
    options,
    latents,
    model: (batch) => {
      for (const part of partsOf(batch, options)) generate(part, batch, options, latents);
      if (batch.simulated !== undefined && batch.simulated.pose === undefined) learnFrom(batch.simulated, options);
    },
    guide: (batch) => {
      for (const part of partsOf(batch, options)) infer(part, batch, options, latents);
    },
  };
}

function generate(part: Part, batch: Batch, options: ResolvedOptions, latents: readonly Latent[]): void {
  const { prefix, images, labels, multiplier, known } = part;
  const { height, width } = options.image;
  inPlate(part, () => {
    const label = options.classes === 0 ? undefined : sample(`${prefix}/y`, uniformClass(options), observed(labels));
    const values = sampleLatents(prefix, batch, latents, (latent) => latent.prior(), known);
    plate(
      'pixels',
      height * width,
      (pixels) => {
        const output = decode(values, label, batch.pixels === undefined ? undefined : pixels, options);
        // Latents hold the pixels' dim with size 1; the decoder's pixels take its place.
        const perPixel = tf.squeeze(output, [output.rank - 2]);
        sample(`${prefix}/x`, pixelDistribution(perPixel, options), { obs: pixelsOf(images, batch, pixels) });
      },
      { dim: -1, ...(batch.pixels === undefined ? {} : { subsample: batch.pixels }) },
    );
    if (labels !== undefined && options.classes > 0 && multiplier > 0) classify(part, options);
    findPose(part, options, latents);
  });
}

function learnFrom(simulated: LabelledImages, options: ResolvedOptions): void {
  const part = labelledPart('simulated', simulated, options);
  inPlate(part, () => {
    classify(part, options);
  });
}

/** The classification loss as a site: the label, observed under q(label | image). */
function classify({ prefix, images, labels, multiplier }: Part, options: ResolvedOptions): void {
  const q = oneHotCategorical({ logits: classifierLogits(images, options) });
  scale(multiplier, () => sample(`${prefix}/label`, q, observed(labels)))();
}

/** The same for what is known of the pose, observed under q(latent | image, label). */
function findPose(
  { prefix, images, labels, multiplier, known }: Part,
  options: ResolvedOptions,
  latents: readonly Latent[],
): void {
  const observable = latents.filter(({ name }) => known[name] !== undefined);
  if (observable.length === 0 || multiplier === 0) return;
  const outputs = encoderOutputs(images, options.classes === 0 ? undefined : labels, options, latents);
  const find = scale(multiplier, (latent: Latent) =>
    sample(`${prefix}/pose/${latent.name}`, latent.posterior(outputs(latent)), observed(known[latent.name])),
  );
  observable.forEach((latent) => find(latent));
}

function infer(part: Part, batch: Batch, options: ResolvedOptions, latents: readonly Latent[]): void {
  const { prefix, images, labels, known } = part;
  inPlate(part, () => {
    const label = options.classes === 0 ? undefined : (labels ?? inferClass(prefix, images, options));
    const outputs = encoderOutputs(images, label, options, latents);
    const unknown = latents.filter(({ name }) => known[name] === undefined);
    sampleLatents(prefix, batch, unknown, (latent) => latent.posterior(outputs(latent)));
  });
}

function inferClass(prefix: string, images: tf.Tensor, options: ResolvedOptions): tf.Tensor {
  const logits = classifierLogits(images, options);
  if (options.classifierLearnsFrom === 'elbo') {
    return sample(`${prefix}/y`, oneHotCategorical({ logits }), { infer: { enumerate: 'parallel' } });
  }
  // Nothing flows to the classifier, so that a drawn class has no score term: as unbiased as the sum, at one decoding an image
  // instead of one a class.
  return sample(`${prefix}/y`, oneHotCategorical({ logits: stopGradient(logits) }));
}

/** The z-encoder: for each latent its share of the outputs, [...batch, latent.outputs]. */
export function encoderOutputs(
  images: tf.Tensor,
  label: tf.Tensor | undefined,
  options: ResolvedOptions,
  latents: readonly Latent[],
): (latent: Latent) => tf.Tensor {
  const { hidden, activation } = options;
  const units = latents.reduce((sum, latent) => sum + latent.outputs, 0);
  const seen = encoderInput(images, options);
  const parts = label === undefined ? [seen] : [seen, label];
  const all = mlp('encoder', parts, { hidden, activation, units });
  return (latent) => {
    const before = latents.slice(0, latents.indexOf(latent));
    return lastSlice(
      all,
      before.reduce((sum, other) => sum + other.outputs, 0),
      latent.outputs,
    );
  };
}

/** What the encoder's perceptron sees: the pixels, or features of them, [...batch, width]. */
function encoderInput(images: tf.Tensor, { image, encoderConvolutions, activation }: ResolvedOptions): tf.Tensor {
  if (encoderConvolutions.length === 0) return images;
  const rows: tf.Tensor4D = tf.reshape(images, [-1, image.height, image.width, 1]);
  const features = convolutionLayers('encoder', rows, encoderConvolutions, activation);
  return tf.reshape(features, [...images.shape.slice(0, -1), -1]);
}

function sampleLatents(
  prefix: string,
  { beta = 1 }: Batch,
  latents: readonly Latent[],
  distribution: (latent: Latent) => Distribution,
  known: LatentValues = {},
): LatentValues {
  const draw = scale(beta, (latent: Latent) =>
    sample(`${prefix}/${latent.name}`, distribution(latent), observed(known[latent.name])),
  );
  return Object.fromEntries(latents.map((latent) => [latent.name, draw(latent)]));
}

function uniformClass({ classes }: ResolvedOptions): Distribution {
  return oneHotCategorical({ logits: tf.zeros([classes]) });
}

function inPlate({ prefix, images }: Part, body: () => void): void {
  plate(prefix, images.shape[0], body, { dim: -2 });
}

function observed(labels: tf.Tensor | undefined): { readonly obs?: tf.Tensor } {
  return labels === undefined ? {} : { obs: labels };
}

/** The grey values of the pixels that take part, [count, pixels]. */
function pixelsOf(images: tf.Tensor, { pixels: subsampled }: Batch, pixels: readonly number[]): tf.Tensor {
  const flat = tf.squeeze(images, [1]);
  return subsampled === undefined ? flat : tf.gather(flat, tf.tensor1d([...pixels], 'int32'), 1);
}

function partsOf({ unlabelled, labelled, simulated }: Batch, options: ResolvedOptions): Part[] {
  return [
    ...(unlabelled === undefined
      ? []
      : [{ prefix: 'unlabelled', images: tf.expandDims(unlabelled, 1), labels: undefined, multiplier: 0, known: {} }]),
    ...(labelled === undefined ? [] : [labelledPart('labelled', labelled, options)]),
    ...(simulated?.pose === undefined ? [] : [labelledPart('simulated', simulated, options)]),
  ];
}

function labelledPart(
  prefix: string,
  { images, labels, multiplier = 1, pose = {} }: LabelledImages,
  options: ResolvedOptions,
): Part {
  const known = poseValues(pose, options);
  return { prefix, images: tf.expandDims(images, 1), labels: tf.expandDims(labels, 1), multiplier, known };
}
