import * as tf from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../data/index.js';
import {
  classify,
  encode,
  generateImages,
  type Autoencoder,
  type LatentValues,
  type Params,
} from '../../models/index.js';
import { mostProbable } from './measure.js';
import { oneHotRows, rows } from './rows.js';

/** What a model makes of an image. */
export interface Explanation {
  readonly predicted: number;
  /** q(class | image), [class]; empty without classes. */
  readonly probabilities: readonly number[];
  /** Radians, counter-clockwise as seen; absent if the model has no rotation. */
  readonly angle?: number;
  /** Where its centre lies, grid units to the right and down; absent if the model has no translation. */
  readonly shift?: readonly [number, number];
  /** A factor of its size; absent if the model has no latent for it. */
  readonly scale?: number;
  readonly content: readonly number[];
  /** Grey values, [height × width]. */
  readonly reconstruction: Float32Array;
}

/** The class, pose, content and reconstruction of some images of a set, each under its most probable class. */
export function explainImages(
  vae: Autoencoder,
  params: Params,
  set: ImageSet,
  indices: readonly number[],
): Explanation[] {
  const { classes } = vae.options;
  let explanations: Explanation[] = [];
  tf.tidy(() => {
    const images = rows(set, indices);
    const probabilities =
      classes === 0 ? new Float32Array(0) : Float32Array.from(classify(vae, params, images).dataSync());
    const predicted = classes === 0 ? indices.map(() => 0) : [...mostProbable(probabilities, classes)];
    const labels = classes === 0 ? undefined : oneHotRows(predicted, classes);
    const latents = encode(vae, params, images, labels);
    const reconstructions = generateImages(vae, params, latents, labels).dataSync();
    const pixels = set.height * set.width;
    explanations = indices.map((_, i) => ({
      predicted: predicted[i] ?? 0,
      probabilities: [...probabilities.subarray(i * classes, (i + 1) * classes)],
      ...poseAt(vae, latents, i),
      content: rowOf(latents['content'], i),
      reconstruction: Float32Array.from(reconstructions.slice(i * pixels, (i + 1) * pixels)),
    }));
  });
  return explanations;
}

function poseAt(
  { options }: Autoencoder,
  latents: LatentValues,
  i: number,
): Pick<Explanation, 'angle' | 'shift' | 'scale'> {
  const [angle = 0, sine = 0] = rowOf(latents.angle, i);
  const [right = 0, down = 0] = rowOf(latents.shift, i);
  const [scale = 0] = rowOf(latents.scale, i);
  return {
    ...(latents.angle === undefined
      ? {}
      : { angle: options.anglePrior === 'normal' ? angle : Math.atan2(sine, angle) }),
    ...(latents.shift === undefined ? {} : { shift: [right * options.shiftUnit, down * options.shiftUnit] as const }),
    ...(latents.scale === undefined ? {} : { scale: Math.exp(scale * options.scaleUnit) }),
  };
}

function rowOf(tensor: tf.Tensor | undefined, i: number): number[] {
  if (tensor === undefined) return [];
  const width = tensor.shape[1] ?? 1;
  return [...tensor.dataSync().slice(i * width, (i + 1) * width)];
}
