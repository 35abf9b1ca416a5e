import { augment } from '../../data/index.js';
import type { Autoencoder, Batch, LabelledImages, PixelSampler } from '../../models/index.js';
import { pixelLattice, randomPixels } from '../../models/index.js';
import { fold, permutation, type Key } from '../../num/index.js';
import type { PixelsConfig, TrainingConfig } from '../config/index.js';
import { classViews } from './classViews.js';
import { labelledImages, type Shown } from './labelledImages.js';
import { pixelsOf, rowsOf } from './rows.js';
import type { LabelledSet, TaskData } from './taskData.js';

/** What each step of a run sees. A step's data follow from the seed and the step's number alone. */
export interface BatchPlan {
  /** Steps of the whole run. */
  readonly total: number;
  /** Steps that see every unlabelled image once. */
  readonly stepsPerEpoch: number;
  /** After so many steps the model is measured, and at the end. */
  readonly measureEvery: number;
  /** Of so many steps and one more at least one has labelled images, and one unlabelled ones, once both occur. */
  readonly labelledEvery: number;
  /** The data of a step, counted from 0; the caller frees its tensors. */
  batchAt(step: number): Batch;
}

/** What a step is made of: the number of its unlabelled batch and of its labelled one, each counted over the run. */
interface Slot {
  readonly unlabelled?: number;
  readonly labelled?: number;
}

/** A run that is counted in steps is measured so often. */
const MEASURES = 9;

/** Plans a run: labels alone first, then every unlabelled image once an epoch, in an order that is new each epoch. */
export function planBatches(data: TaskData, vae: Autoencoder, training: TrainingConfig): BatchPlan {
  const root = fold([0, training.seed], 'batches');
  const labelledSet = vae.isSupervised ? data.labelled : undefined;
  const perEpoch = Math.ceil(data.unlabelled.count / training.batchSize);
  const hasOwnSteps = labelledSet !== undefined && training.labelledEvery > 1;
  const stepsPerEpoch = perEpoch + (hasOwnSteps ? Math.floor(perEpoch / training.labelledEvery) : 0);
  const total = training.steps ?? (training.epochs ?? 1) * stepsPerEpoch;
  const alone = labelledSet === undefined ? 0 : Math.floor(training.labelsFirst * total);
  const pixels = samplerFor(training.pixels, vae);
  const unlabelled = unlabelledBatches(data, vae, training, fold(root, 'unlabelled'));
  const show = labelledSet && labelledImages(labelledSet, vae, training, data);
  const labelled = labelledSet && show && labelledBatches(labelledSet, show, training, { alone, root });
  const views = classViews(data, vae, training, total, root);
  return {
    total,
    stepsPerEpoch,
    labelledEvery: hasOwnSteps ? training.labelledEvery : 0,
    measureEvery: training.steps === null ? stepsPerEpoch : Math.max(1, Math.ceil(total / MEASURES)),
    batchAt: (step) => {
      const slot = slotAt(step, alone, perEpoch, hasOwnSteps ? training.labelledEvery : 1);
      return {
        beta: betaAt(step, total, training),
        ...(pixels && { pixels }),
        ...(slot.unlabelled !== undefined && { unlabelled: unlabelled(slot.unlabelled) }),
        ...(slot.labelled !== undefined && labelled && { labelled: labelled(slot.labelled, step) }),
        ...(slot.labelled !== undefined && views && { views: views(step) }),
      };
    },
  };
}

/** The weight of the latent terms: a straight line over the first part of the run. */
export function betaAt(step: number, total: number, { beta, betaOver }: TrainingConfig): number {
  const share = betaOver === 0 ? 1 : Math.min(1, (step + 1) / (betaOver * total));
  return beta.from + (beta.to - beta.from) * share;
}

/** One for one, both in a step, so that one gradient sees both; or a labelled step of its own after every so many unlabelled ones. */
function slotAt(step: number, alone: number, perEpoch: number, labelledEvery: number): Slot {
  if (step < alone) return { labelled: step };
  if (labelledEvery === 1) return { labelled: step, unlabelled: step - alone };
  const labelledPerEpoch = Math.floor(perEpoch / labelledEvery);
  const stepsPerEpoch = perEpoch + labelledPerEpoch;
  const [epoch, place] = [Math.floor((step - alone) / stepsPerEpoch), (step - alone) % stepsPerEpoch];
  const round = Math.floor(place / (labelledEvery + 1));
  const isLabelled = place % (labelledEvery + 1) === labelledEvery;
  return isLabelled
    ? { labelled: alone + epoch * labelledPerEpoch + round }
    : { unlabelled: epoch * perEpoch + place - round };
}

function samplerFor(pixels: PixelsConfig, { options }: Autoencoder): PixelSampler | undefined {
  const { height, width } = options.image;
  if (pixels.kind === 'all') return undefined;
  return pixels.kind === 'lattice'
    ? pixelLattice(height, width, pixels.stride)
    : randomPixels(height, width, Math.min(pixels.count, height * width));
}

/** Rounds through the unlabelled images; where labelled ones vary, they come rotated, mirrored, zoomed and in another light. */
function unlabelledBatches(
  { unlabelled: set }: TaskData,
  vae: Autoencoder,
  training: TrainingConfig,
  key: Key,
): (serial: number) => ReturnType<typeof rowsOf> {
  const { batchSize } = training;
  const perEpoch = Math.ceil(set.count / batchSize);
  const orderOf = shuffler(key, set.count);
  const rotates = training.augment && vae.options.invariances.includes('rotation');
  return (serial) => {
    const [epoch, place] = [Math.floor(serial / perEpoch), serial % perEpoch];
    const indices = orderOf(epoch).slice(place * batchSize, (place + 1) * batchSize);
    return rowsOf(
      set,
      rotates ? augment(set, indices, fold(fold(key, epoch), place), ownNoise) : pixelsOf(set, indices),
    );
  };
}

const ownNoise = { noise: 0, blur: 0, contrast: 0, offset: 0 } as const;

/**
 * Labelled batches run through the labelled images in shuffled rounds that know nothing of epochs. The first `alone`, which come without
 * unlabelled images, have as many more.
 */
function labelledBatches(
  labelled: LabelledSet,
  show: Shown,
  training: TrainingConfig,
  { alone, root }: { readonly alone: number; readonly root: Key },
): (serial: number, step: number) => LabelledImages {
  const { count } = labelled.set;
  const most = mostLabelled(training, count);
  const size = Math.min(training.labelledBatchSize, most);
  const sizeAlone = Math.min(training.labelledBatchSize + training.batchSize, most);
  const orderOf = shuffler(fold(root, 'labelled'), count);
  return (serial, step) => {
    const start = Math.min(serial, alone) * sizeAlone + Math.max(0, serial - alone) * size;
    const places = Array.from({ length: serial < alone ? sizeAlone : size }, (_, i) => start + i);
    const indices = places.map((place) => orderOf(Math.floor(place / count))[place % count] ?? 0);
    return show(indices, fold(root, step));
  };
}

/** The share of few labelled images that a step may see again: with more of them they would soon be known by heart. */
const FEW_AGAIN = 0.4;

/** How many labelled images a step has room for. Those in drawn poses are new each time, so that one may come twice in a step. */
function mostLabelled({ labelledPoses, augment: isAugmented }: TrainingConfig, count: number): number {
  if (labelledPoses === 'known') return Infinity;
  return isAugmented ? Math.ceil(FEW_AGAIN * count) : count;
}

/** The order of `count` images in a round; the last few asked for are kept, as a batch may lie across a border. */
function shuffler(key: Key, count: number): (round: number) => readonly number[] {
  const kept = new Map<number, readonly number[]>();
  return (round) => {
    const order = kept.get(round) ?? permutation(fold(key, round), count);
    kept.set(round, order);
    kept.delete(round - 8);
    return order;
  };
}
