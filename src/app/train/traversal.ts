import * as tf from '@tensorflow/tfjs-core';
import { pickImages } from '../../data/index.js';
import { generateImages, type Autoencoder, type LatentValues, type Params } from '../../models/index.js';
import { choose, key } from '../../num/index.js';
import type { ReportData } from '../report/index.js';
import { contentsOf } from './explain.js';
import type { LatentWords } from './latentWords.js';
import { oneHotRows } from './rows.js';
import type { TaskData } from './taskData.js';

type Traversal = NonNullable<ReportData['traversals']>[number];

/** How far along each latent a picture goes, in standard deviations of the latent over the images. */
const REACH = 2;
/** Images that say where the latents lie. */
const LOOKED_AT = 500;

/**
 * For each class (or once, without classes), the images on a grid of two content latents, upright: the two that vary most over the
 * training images, around their mean over images of the class. The others are held at theirs.
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
  const looked = pickImages(unlabelled, choose(key(0), unlabelled.count, Math.min(LOOKED_AT, unlabelled.count)));
  const { content, predicted } = contentsOf(vae, params, looked);
  const spreads = spreadsOf(content);
  const titles = classes === 0 ? ['content'] : Array.from({ length: classes }, (_, i) => classNames[i] ?? `class ${i}`);
  return titles.map((title, i) => {
    const own = content.filter((_row, place) => predicted[place] === i);
    const centre = meanOf(own.length > 0 ? own : content);
    const axes = mostVaried(spreads).map((latent): Axis => {
      const [middle, reach] = [centre[latent] ?? 0, REACH * (spreads[latent] ?? 0)];
      return { latent, label: labelOf(latent, meanings), from: middle - reach, to: middle + reach };
    });
    const values = pictures(vae, params, contentGrid(steps, centre, axes), i);
    const grid = { rows: steps, columns: steps, imageShape: [image.height, image.width] as const, values };
    const [horizontal = noAxis, vertical = noAxis] = axes.map(({ label, from, to }) => ({ label, from, to }));
    return { title, grid, horizontal, vertical };
  });
}

interface Axis {
  readonly latent: number;
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

const noAxis = { label: '(no second latent)', from: 0, to: 0 };

/** `content 1: size × 1.14 a unit`. */
function labelOf(latent: number, meanings: readonly LatentWords[]): string {
  const words = meanings[latent]?.words;
  return `content ${latent + 1}${words === undefined ? '' : `: ${words}`}`;
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
function contentGrid(steps: number, centre: readonly number[], axes: readonly Axis[]): Float32Array {
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
