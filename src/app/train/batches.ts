import * as tf from '@tensorflow/tfjs-core';
import { poseMatrix, warp, type Affine, type ImageSet } from '../../data/index.js';
import type { Autoencoder, Batch } from '../../models/index.js';
import { pixelLattice, randomPixels, type PixelSampler } from '../../models/index.js';
import { fold, normalArray, permutation, split, uniformArray, type Key } from '../../num/index.js';
import type { PixelsConfig, TrainingConfig } from '../config/index.js';
import type { TaskData } from './taskData.js';

/** How an epoch is cut into steps. Every step's data follow from the key and the step's number alone. */
export interface BatchPlan {
  readonly stepsPerEpoch: number;
  /** The data of a step, counted from 0 over the whole run; the caller frees its tensors. */
  batchAt(step: number): Batch;
  /** Whether a step looks at labelled images. */
  hasLabels(step: number): boolean;
  /** How many images a step looks at. */
  imagesAt(step: number): number;
}

/** What a step is made of: an unlabelled batch, a labelled one, or both. */
interface Slot {
  readonly unlabelled?: number;
  readonly labelled?: number;
}

/** Plans the batches of a run: every unlabelled image once an epoch, in an order that is new each epoch. */
export function planBatches(data: TaskData, vae: Autoencoder, training: TrainingConfig): BatchPlan {
  const root = fold([0, training.seed], 'batches');
  const slots = slotsOf(data, training);
  const pixels = samplerFor(training.pixels, vae);
  const orders = { unlabelled: shuffler(fold(root, 'unlabelled')), labelled: shuffler(fold(root, 'labelled')) };
  const mover = training.poseConsistent ? posesFor(vae) : undefined;
  const slotAt = (step: number): Slot => slots[step % slots.length] ?? {};
  const labelledPerEpoch = slots.filter((slot) => slot.labelled !== undefined).length;
  return {
    stepsPerEpoch: slots.length,
    hasLabels: (step) => slotAt(step).labelled !== undefined,
    imagesAt: (step) => {
      const { unlabelled, labelled } = slotAt(step);
      return (
        sizeOfBatch(unlabelled, data.unlabelled.count, training.batchSize) +
        (labelled === undefined ? 0 : Math.min(training.labelledBatchSize, data.labelled?.set.count ?? 0))
      );
    },
    batchAt: (step) => {
      const epoch = Math.floor(step / slots.length);
      const { unlabelled, labelled } = slotAt(step);
      const beta = betaAt(epoch, training);
      return {
        beta,
        ...(pixels === undefined ? {} : { pixels }),
        ...(unlabelled === undefined
          ? {}
          : { unlabelled: unlabelledAt(data, orders.unlabelled(epoch, data.unlabelled.count), unlabelled, training) }),
        ...(labelled === undefined || data.labelled === undefined
          ? {}
          : {
              labelled: labelledAt(
                data,
                data.labelled,
                epoch * labelledPerEpoch + labelled,
                orders.labelled,
                training,
                mover,
                fold(root, step),
              ),
            }),
      };
    },
  };
}

/** The weight of the latent terms: a straight line over the first epochs. */
export function betaAt(epoch: number, { beta }: TrainingConfig): number {
  return beta.epochs === 0 ? beta.to : beta.from + (beta.to - beta.from) * Math.min(1, epoch / beta.epochs);
}

function slotsOf(data: TaskData, { batchSize, labelledEvery }: TrainingConfig): Slot[] {
  const count = Math.ceil(data.unlabelled.count / batchSize);
  const batches = Array.from({ length: count }, (_, i) => i);
  if (data.labelled === undefined) return batches.map((unlabelled) => ({ unlabelled }));
  // Every single batch: both share a step, so that one gradient sees both.
  if (labelledEvery === 1) return batches.map((i) => ({ unlabelled: i, labelled: i }));
  let labelled = 0;
  return batches.flatMap((unlabelled) => {
    const isDue = (unlabelled + 1) % labelledEvery === 0;
    return isDue ? [{ unlabelled }, { labelled: labelled++ }] : [{ unlabelled }];
  });
}

function samplerFor(pixels: PixelsConfig, { options }: Autoencoder): PixelSampler | undefined {
  const { height, width } = options.image;
  if (pixels.kind === 'all') return undefined;
  return pixels.kind === 'lattice'
    ? pixelLattice(height, width, pixels.stride)
    : randomPixels(height, width, pixels.count);
}

/** The order of `count` images in an epoch; the last one asked for is kept. */
function shuffler(key: Key): (epoch: number, count: number) => readonly number[] {
  let last: { epoch: number; order: readonly number[] } | undefined;
  return (epoch, count) => {
    if (last?.epoch !== epoch) last = { epoch, order: permutation(fold(key, epoch), count) };
    return last.order;
  };
}

function sizeOfBatch(batch: number | undefined, count: number, batchSize: number): number {
  return batch === undefined ? 0 : Math.min(batchSize, count - batch * batchSize);
}

function unlabelledAt(
  data: TaskData,
  order: readonly number[],
  batch: number,
  { batchSize }: TrainingConfig,
): tf.Tensor2D {
  return rows(data.unlabelled, order.slice(batch * batchSize, (batch + 1) * batchSize));
}

/** Labelled batches run through the labelled images in shuffled rounds that know nothing of epochs. */
function labelledAt(
  data: TaskData,
  { set, labels }: NonNullable<TaskData['labelled']>,
  serial: number,
  order: (round: number, count: number) => readonly number[],
  { labelledBatchSize, multiplier }: TrainingConfig,
  mover: ((key: Key, count: number) => Affine[]) | undefined,
  key: Key,
): NonNullable<Batch['labelled']> {
  const size = Math.min(labelledBatchSize, set.count);
  const indices = Array.from({ length: size }, (_, i) => {
    const place = serial * size + i;
    return order(Math.floor(place / set.count), set.count)[place % set.count] ?? 0;
  });
  const images =
    mover === undefined
      ? rows(set, indices)
      : tf.tensor2d(warp(set, indices, mover(key, size)), [size, set.height * set.width]);
  const classes = tf.tensor1d(
    indices.map((index) => labels[index] ?? 0),
    'int32',
  );
  const oneHot: tf.Tensor2D = tf.tidy(() =>
    tf.reshape(tf.cast(tf.oneHot(classes, data.classNames.length), 'float32'), [size, data.classNames.length]),
  );
  classes.dispose();
  return { images, labels: oneHot, multiplier };
}

/** Poses from the model's own prior, as maps that move an image. */
export function posesFor({ options }: Autoencoder): (key: Key, count: number) => Affine[] {
  const { invariances, anglePrior, angleSpread, shiftUnit, scaleUnit } = options;
  return (key, count) => {
    const [angleKey = key, shiftKey = key, scaleKey = key] = split(key, 3);
    const uniformAngle = anglePrior === 'projectedNormal';
    const angles = uniformAngle ? uniformArray(angleKey, count) : normalArray(angleKey, count);
    const shifts = normalArray(shiftKey, 2 * count);
    const scales = normalArray(scaleKey, count);
    const unit = uniformAngle ? 2 * Math.PI : angleSpread;
    return Array.from({ length: count }, (_, i) =>
      poseMatrix({
        angle: invariances.includes('rotation') ? unit * (angles[i] ?? 0) : 0,
        shiftX: invariances.includes('translation') ? shiftUnit * (shifts[2 * i] ?? 0) : 0,
        shiftY: invariances.includes('translation') ? shiftUnit * (shifts[2 * i + 1] ?? 0) : 0,
        scale: invariances.includes('scale') ? Math.max(0.2, 1 + scaleUnit * (scales[i] ?? 0)) : 1,
      }),
    );
  };
}

/** Some images of a set as a tensor, [indices, pixels]. */
export function rows({ images, height, width }: ImageSet, indices: readonly number[]): tf.Tensor2D {
  const pixels = height * width;
  const values = new Float32Array(indices.length * pixels);
  indices.forEach((index, i) => {
    values.set(images.subarray(index * pixels, (index + 1) * pixels), i * pixels);
  });
  return tf.tensor2d(values, [indices.length, pixels]);
}
