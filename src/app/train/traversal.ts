import * as tf from '@tensorflow/tfjs-core';
import { pickImages, type ImageSet } from '../../data/index.js';
import { encode, generateImages, type Autoencoder, type LatentValues, type Params } from '../../models/index.js';
import { choose, key } from '../../num/index.js';
import type { ReportData } from '../report/index.js';
import type { LatentWords } from './latentWords.js';
import { classProbabilities, mostProbable } from './measure.js';
import { oneHotRows, rows } from './rows.js';
import type { TaskData } from './taskData.js';

type Traversal = NonNullable<ReportData['traversals']>[number];

/** How far along each latent a picture goes, in standard deviations of the latent over the images. */
const REACH = 2;
/** Images that say where the latents lie. */
const LOOKED_AT = 500;

/**
 * For each class (or once, without classes), the images on a grid of two content latents, upright: the two that vary most over the
 * training images, around their mean over those of the class. The others are held at theirs.
 */
export function traversals(
  vae: Autoencoder,
  params: Params,
  { unlabelled, classNames }: TaskData,
  steps: number,
  meanings: readonly LatentWords[] = [],
): Traversal[] {
  const { classes, contentDim, image } = vae.options;
  if (contentDim === 0) return [];
  const contents = contentsOf(
    vae,
    params,
    pickImages(unlabelled, choose(key(0), unlabelled.count, Math.min(LOOKED_AT, unlabelled.count))),
  );
  const spreads = spreadsOf(contents.map(({ content }) => content));
  const [first = 0, second] = mostVaried(spreads);
  const titles = classes === 0 ? ['content'] : Array.from({ length: classes }, (_, i) => classNames[i] ?? `class ${i}`);
  return titles.map((title, i) => {
    const own = contents.filter(({ predicted }) => predicted === i);
    const centre = meanOf((own.length > 0 ? own : contents).map(({ content }) => content));
    const ends = (latent: number): { from: number; to: number } => ({
      from: (centre[latent] ?? 0) - REACH * (spreads[latent] ?? 0),
      to: (centre[latent] ?? 0) + REACH * (spreads[latent] ?? 0),
    });
    const axes = [
      { latent: first, ...ends(first) },
      ...(second === undefined ? [] : [{ latent: second, ...ends(second) }]),
    ];
    const [across, down] = axes.map(({ latent, from, to }) => ({ label: labelOf(latent, meanings), from, to }));
    const none = { label: '(no second latent)', from: 0, to: 0 };
    return {
      title,
      grid: {
        rows: steps,
        columns: steps,
        imageShape: [image.height, image.width],
        values: pictures(vae, params, contentGrid(steps, centre, axes), i),
      },
      horizontal: across ?? none,
      vertical: down ?? none,
    };
  });
}

/** `content 1: size × 1.14 a unit`. */
function labelOf(latent: number, meanings: readonly LatentWords[]): string {
  const words = meanings[latent]?.words;
  return `content ${latent + 1}${words === undefined ? '' : `: ${words}`}`;
}

interface Found {
  readonly content: readonly number[];
  readonly predicted: number;
}

/** The content of each image of a set under its most probable class. */
function contentsOf(vae: Autoencoder, params: Params, set: ImageSet): Found[] {
  const { classes, contentDim } = vae.options;
  const predicted =
    classes === 0 ? Array<number>(set.count).fill(0) : [...mostProbable(classProbabilities(vae, params, set), classes)];
  const values = tf.tidy(() => {
    const labels = classes === 0 ? undefined : oneHotRows(predicted, classes);
    return encode(vae, params, rows(set, [...predicted.keys()]), labels)['content']?.dataSync() ?? [];
  });
  return predicted.map((label, i) => ({
    predicted: label,
    content: Array.from(values.slice(i * contentDim, (i + 1) * contentDim)),
  }));
}

function meanOf(rowsOfNumbers: readonly (readonly number[])[]): number[] {
  const [first = []] = rowsOfNumbers;
  return first.map((_, k) => rowsOfNumbers.reduce((sum, row) => sum + (row[k] ?? 0), 0) / rowsOfNumbers.length);
}

/** The standard deviation of each column. */
function spreadsOf(rowsOfNumbers: readonly (readonly number[])[]): number[] {
  const mean = meanOf(rowsOfNumbers);
  return meanOf(rowsOfNumbers.map((row) => row.map((value, k) => (value - (mean[k] ?? 0)) ** 2))).map(Math.sqrt);
}

/** The two columns of the greatest spread, or the only one, in their order. */
function mostVaried(spreads: readonly number[]): number[] {
  const order = [...spreads.keys()].sort((a, b) => (spreads[b] ?? 0) - (spreads[a] ?? 0));
  return order.slice(0, 2).sort((a, b) => a - b);
}

/** All pairs of values of the two latents, the first along the rows' direction; the others stay at the centre. */
function contentGrid(
  steps: number,
  centre: readonly number[],
  axes: readonly { readonly latent: number; readonly from: number; readonly to: number }[],
): Float32Array {
  const cells = Array.from({ length: steps * steps }, (_, i) => {
    const content = [...centre];
    axes.forEach(({ latent, from, to }, k) => {
      const place = k === 0 ? i % steps : Math.floor(i / steps);
      content[latent] = steps === 1 ? (from + to) / 2 : from + ((to - from) * place) / (steps - 1);
    });
    return content;
  });
  return Float32Array.from(cells.flat());
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

/** Pose latents of `count` objects that are neither rotated, shifted nor scaled. */
export function uprightPose({ latents, options }: Autoencoder, count: number): LatentValues {
  const upright = latents.flatMap(({ name }) => {
    if (name === 'content') return [];
    if (name === 'angle' && options.anglePrior === 'projectedNormal') {
      return [[name, tf.tile(tf.tensor2d([[1, 0]]), [count, 1])] as const];
    }
    return [[name, tf.zeros([count, name === 'shift' || name === 'exposure' ? 2 : 1])] as const];
  });
  return Object.fromEntries(upright);
}
