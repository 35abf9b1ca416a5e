import * as tf from '@tensorflow/tfjs-core';
import { oneHotCategorical, type Distribution } from '../dist/index.js';
import { take } from '../num/index.js';
import { factor, mask, plate, sample, scale } from '../ppl/index.js';
import { decode } from './autoencoder.js';
import type { Batch, Part } from './batch.js';
import type { Latent, LatentValues } from './latents.js';
import { pixelDistribution } from './likelihood.js';
import type { ResolvedOptions } from './options.js';
import { knownValues } from './pose.js';

/** The class: of all alike under p; what is known is observed. */
export function sampleClass({ name, labels }: Part, { classes }: ResolvedOptions): tf.Tensor {
  const prior = oneHotCategorical({ logits: tf.zeros([classes]) });
  return sample(`${name}/y`, prior, labels === undefined ? {} : { obs: labels });
}

/** The class under q(y | image): summed over where it is not known. */
export function inferClass({ name, labels }: Part, q: Distribution): tf.Tensor {
  return labels ?? sample(`${name}/y`, q, { infer: { enumerate: 'parallel' } });
}

/** Continuous latents, whose terms count `beta`-fold; what is known of them is observed. */
export function sampleLatents(
  { name }: Part,
  { beta = 1 }: Batch,
  latents: readonly Latent[],
  distribution: (latent: Latent) => Distribution,
  known: LatentValues = {},
): LatentValues {
  const draw = (latent: Latent): tf.Tensor => {
    const value = known[latent.name];
    return sample(`${name}/${latent.name}`, distribution(latent), value === undefined ? {} : { obs: value });
  };
  const weighed = beta === 0 ? mask(false, draw) : scale(beta, draw);
  return Object.fromEntries(latents.map((latent) => [latent.name, weighed(latent)]));
}

/** The pixels that the latents and the class stand for, in a plate of their own at dim -1. */
export function observeImage(
  { name, images }: Part,
  batch: Batch,
  values: LatentValues,
  label: tf.Tensor | undefined,
  options: ResolvedOptions,
): void {
  const { height, width } = options.image;
  const subsample = batch.pixels;
  // Latents hold the pixels' dim with size 1; the pixels of decoder and data take its place.
  const perImage = (x: tf.Tensor): tf.Tensor => tf.squeeze(x, [x.rank - 2]);
  const look = values.exposure === undefined ? undefined : perImage(values.exposure);
  const observe = (pixels: readonly number[]): void => {
    const output = perImage(decode(values, label, subsample === undefined ? undefined : pixels, options));
    const seen = subsample === undefined ? images : take(images, pixels, -1);
    sample(`${name}/x`, pixelDistribution(output, look, options), { obs: seen });
  };
  plate('pixels', height * width, observe, { dim: -1, ...(subsample !== undefined && { subsample }) });
}

/** Latents without a known value, under q; what is known of the others is learnt. */
export function inferLatents(
  part: Part,
  batch: Batch,
  latents: readonly Latent[],
  outputs: (latent: Latent) => tf.Tensor,
  options: ResolvedOptions,
): void {
  const known = knownValues(part.pose, options);
  const unknown = latents.filter(({ name }) => known[name] === undefined);
  sampleLatents(part, batch, unknown, (latent) => latent.posterior(outputs(latent)));
  for (const latent of latents) {
    const value = known[latent.name];
    if (value !== undefined) {
      teach(part, `pose/${latent.name}`, latent.lesson(outputs(latent), value), options.poseMultiplier);
    } else if (latent.pairLesson !== undefined && part.pose.rotatedBy !== undefined) {
      const lesson = latent.pairLesson(outputs(latent), part.pose.rotatedBy);
      teach(part, `pose/${latent.name}`, lesson, options.poseMultiplier);
    }
  }
}

/** Adds `weight` × what the guide is to learn of each image, such as log q(label | image), [count, 1], to the objective. */
export function teach({ name, isDrawn }: Part, what: string, lesson: tf.Tensor, weight: number): void {
  if (weight === 0) return;
  // In a guide a factor counts as a part of log q, which the objective subtracts. Images that are not drawn have no plate.
  const terms = tf.mul(isDrawn ? lesson : tf.sum(lesson), -weight);
  factor(`${name}/${what}`, terms, { hasRsample: true });
}

export function priorOf(latent: Latent): Distribution {
  return latent.prior();
}
