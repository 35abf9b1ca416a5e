import type { Autoencoder, Batch, LabelledImages, PixelSampler } from '../../models/index.js';
import { pixelLattice, randomPixels } from '../../models/index.js';
import { fold, permutation, type Key } from '../../num/index.js';
import type { PixelsConfig, TrainingConfig } from '../config/index.js';
import { classifierViews } from './classifierViews.js';
import { labelledBatch, presenterOf, rowsOf, turnerOf } from './labelledBatch.js';
import type { LabelledSet, TaskData } from './taskData.js';
import { movedUpright } from './uprightImages.js';

/** What each step of a run sees. A step's data follow from the seed and the step's number alone. */
export interface BatchPlan {
  /** Steps in which only the classifier learns, before the first epoch. */
  readonly warmUpSteps: number;
  readonly stepsPerEpoch: number;
  /** The data of a step, counted from 0 over the whole run; the caller frees its tensors. */
  batchAt(step: number): Batch;
}

/** What a step is made of: an unlabelled batch, a labelled one, or both, by their number within the epoch. */
interface Slot {
  readonly unlabelled?: number;
  readonly labelled?: number;
}

/** Plans a run: every unlabelled image once an epoch, in an order that is new each epoch. */
export function planBatches(given: TaskData, vae: Autoencoder, training: TrainingConfig): BatchPlan {
  const data = vae.options.classes > 0 ? given : withoutLabels(given);
  const root = fold([0, training.seed], 'batches');
  const slots = slotsOf(data, training);
  const pixels = samplerFor(training.pixels, vae);
  const unlabelled = unlabelledBatches(data, vae, training, fold(root, 'unlabelled'));
  const labelled = data.labelled === undefined ? undefined : labelledBatches(data.labelled, vae, training, root);
  const views = classifierViews(data, vae, training, root);
  const warmUpSteps = views === undefined ? 0 : training.warmUpSteps;
  return {
    warmUpSteps,
    stepsPerEpoch: slots.length,
    batchAt: (step) => {
      if (step < warmUpSteps) return simulatedPart(views?.alone(step), training);
      const [epoch, place] = [Math.floor((step - warmUpSteps) / slots.length), (step - warmUpSteps) % slots.length];
      const slot = slots[place] ?? {};
      return {
        beta: betaAt(epoch, training),
        ...(pixels && { pixels }),
        ...(slot.unlabelled !== undefined && { unlabelled: unlabelled(epoch, slot.unlabelled) }),
        ...(slot.labelled !== undefined &&
          labelled && { labelled: labelled(epoch * countLabelled(slots) + slot.labelled, step) }),
        ...simulatedPart(slot.labelled === undefined ? undefined : views?.beside(step), training),
      };
    },
  };
}

/** A model without classes has no use for labels; among the unlabelled images the labelled ones are as well. */
function withoutLabels({ labelled: _, ...rest }: TaskData): TaskData {
  return rest;
}

/** The weight of the latent terms: a straight line over the first epochs. */
export function betaAt(epoch: number, { beta }: TrainingConfig): number {
  return beta.epochs === 0 ? beta.to : beta.from + (beta.to - beta.from) * Math.min(1, epoch / beta.epochs);
}

function slotsOf(data: TaskData, { batchSize, labelledEvery }: TrainingConfig): Slot[] {
  const batches = Array.from({ length: Math.ceil(data.unlabelled.count / batchSize) }, (_, i) => i);
  if (data.labelled === undefined) return batches.map((unlabelled) => ({ unlabelled }));
  // One for one: both share a step, so that one gradient sees both.
  if (labelledEvery === 1) return batches.map((i) => ({ unlabelled: i, labelled: i }));
  let labelled = 0;
  return batches.flatMap((unlabelled) => {
    const isDue = (unlabelled + 1) % labelledEvery === 0;
    return isDue ? [{ unlabelled }, { labelled: labelled++ }] : [{ unlabelled }];
  });
}

function countLabelled(slots: readonly Slot[]): number {
  return slots.filter((slot) => slot.labelled !== undefined).length;
}

function samplerFor(pixels: PixelsConfig, { options }: Autoencoder): PixelSampler | undefined {
  const { height, width } = options.image;
  if (pixels.kind === 'all') return undefined;
  return pixels.kind === 'lattice'
    ? pixelLattice(height, width, pixels.stride)
    : randomPixels(height, width, Math.min(pixels.count, height * width));
}

function unlabelledBatches(
  { unlabelled: set }: TaskData,
  vae: Autoencoder,
  training: TrainingConfig,
  key: Key,
): (epoch: number, batch: number) => ReturnType<typeof rowsOf> {
  const { batchSize } = training;
  const orderOf = shuffler(key, set.count);
  const turn = turnerOf(vae, training);
  return (epoch, batch) => {
    const indices = orderOf(epoch).slice(batch * batchSize, (batch + 1) * batchSize);
    return rowsOf(set, turn(set, indices, fold(fold(key, epoch), batch)));
  };
}

/** Labelled batches run through the labelled images in shuffled rounds that know nothing of epochs. */
function labelledBatches(
  labelled: LabelledSet,
  vae: Autoencoder,
  training: TrainingConfig,
  root: Key,
): (serial: number, step: number) => LabelledImages {
  const { count } = labelled.set;
  const size = Math.min(training.labelledBatchSize, count);
  const orderOf = shuffler(fold(root, 'labelled'), count);
  const show =
    training.labelledPoses === 'known' ? movedUpright(labelled, vae, training) : shown(labelled, vae, training);
  return (serial, step) => {
    const places = Array.from({ length: size }, (_, i) => serial * size + i);
    const indices = places.map((place) => orderOf(Math.floor(place / count))[place % count] ?? 0);
    return weighted(show(indices, fold(root, step)), training);
  };
}

function shown(
  labelled: LabelledSet,
  vae: Autoencoder,
  training: TrainingConfig,
): (indices: readonly number[], key: Key) => LabelledImages {
  const present = presenterOf(vae, training);
  return (indices, key) => labelledBatch(labelled, indices, vae.options.classes, present(labelled.set, indices, key));
}

function simulatedPart(images: Batch['simulated'], training: TrainingConfig): Pick<Batch, 'simulated'> {
  return images === undefined ? {} : { simulated: weighted(images, training) };
}

function weighted<Images extends LabelledImages>(images: Images, { multiplier }: TrainingConfig): Images {
  return { ...images, multiplier };
}

/** The order of `count` images in a round; the last two asked for are kept, as a batch may lie across a border. */
function shuffler(key: Key, count: number): (round: number) => readonly number[] {
  const kept = new Map<number, readonly number[]>();
  return (round) => {
    const order = kept.get(round) ?? permutation(fold(key, round), count);
    kept.set(round, order);
    kept.delete(round - 2);
    return order;
  };
}
