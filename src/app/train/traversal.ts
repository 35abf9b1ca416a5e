import * as tf from '@tensorflow/tfjs-core';
import { generateImages, type Autoencoder, type LatentValues, type Params } from '../../models/index.js';
import type { ReportData } from '../report/index.js';

type Traversal = NonNullable<ReportData['traversals']>[number];

/** How far along each latent a picture goes, in standard deviations of the prior. */
const REACH = 2;

/** For each class (or once, without classes), the images on a grid of the first two content latents, upright. */
export function traversals(
  vae: Autoencoder,
  params: Params,
  classNames: readonly string[],
  steps: number,
): Traversal[] {
  const { classes, contentDim, image } = vae.options;
  if (contentDim === 0) return [];
  const content = contentGrid(steps, contentDim);
  const titles = classes === 0 ? ['content'] : Array.from({ length: classes }, (_, i) => classNames[i] ?? `class ${i}`);
  const second = contentDim > 1 ? 'content 2' : '(no second latent)';
  return titles.map((title, i) => ({
    title,
    grid: {
      rows: steps,
      columns: steps,
      imageShape: [image.height, image.width],
      values: pictures(vae, params, content, i),
    },
    horizontal: { label: 'content 1', from: -REACH, to: REACH },
    vertical: { label: second, from: -REACH, to: REACH },
  }));
}

/** All pairs of values of the first two latents, the first along the rows' direction; the others are 0. */
function contentGrid(steps: number, contentDim: number): Float32Array {
  const at = (i: number): number => (steps === 1 ? 0 : -REACH + (2 * REACH * i) / (steps - 1));
  const content = new Float32Array(steps * steps * contentDim);
  for (let i = 0; i < steps * steps; i += 1) {
    content[i * contentDim] = at(i % steps);
    if (contentDim > 1) content[i * contentDim + 1] = at(Math.floor(i / steps));
  }
  return content;
}

function pictures(vae: Autoencoder, params: Params, content: Float32Array, label: number): Float32Array {
  const { classes, contentDim } = vae.options;
  const count = content.length / contentDim;
  return tf.tidy(() => {
    const latents = { ...uprightPose(vae, count), content: tf.tensor2d(content, [count, contentDim]) };
    const labels = classes === 0 ? undefined : oneHotRows(Array<number>(count).fill(label), classes);
    return Float32Array.from(generateImages(vae, params, latents, labels).dataSync());
  });
}

/** Pose latents of `count` objects that are neither turned, shifted nor scaled. */
export function uprightPose({ latents, options }: Autoencoder, count: number): LatentValues {
  const upright = latents.flatMap(({ name }) => {
    if (name === 'content') return [];
    if (name === 'angle' && options.anglePrior === 'projectedNormal') {
      return [[name, tf.tile(tf.tensor2d([[1, 0]]), [count, 1])] as const];
    }
    return [[name, tf.zeros([count, name === 'shift' ? 2 : 1])] as const];
  });
  return Object.fromEntries(upright);
}

/** One-hot rows, [labels, classes]. */
export function oneHotRows(labels: readonly number[], classes: number): tf.Tensor2D {
  const values = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => {
    values[i * classes + label] = 1;
  });
  return tf.tensor2d(values, [labels.length, classes]);
}
