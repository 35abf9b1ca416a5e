import * as tf from '@tensorflow/tfjs-core';
import {
  adam,
  cosineDecay,
  disposeState,
  restoreState,
  storeState,
  svi,
  traceElbo,
  traceEnumElbo,
  type Svi,
  type SviState,
} from '../../infer/index.js';
import type { Autoencoder, Batch } from '../../models/index.js';
import { key, type Key } from '../../num/index.js';
import type { TrainingConfig } from '../config/index.js';
import type { Checkpoint } from '../run/index.js';
import type { BatchPlan } from './batches.js';

/** A run in the middle: the trained state, and what the current epoch has cost so far. */
export interface Session {
  readonly inference: Svi<[Batch]>;
  readonly plan: BatchPlan;
  state: SviState;
  readonly tally: Tally;
}

/** Sums over the steps of the current epoch and of the whole run. */
export interface Tally {
  loss: number;
  images: number;
  seconds: number;
}

/** Starts a run, or takes it up where a checkpoint left it. @throws CheckpointError if the checkpoint is of another model */
export function openSession(
  vae: Autoencoder,
  plan: BatchPlan,
  training: TrainingConfig,
  checkpoint?: Checkpoint,
): Session {
  const inference = svi<[Batch]>({
    model: vae.model,
    guide: vae.guide,
    optimizer: adam({
      learningRate: rateOf(training, plan),
      ...(training.clip === null ? {} : { clipNorm: training.clip }),
    }),
    elbo: isEnumerated(vae) ? traceEnumElbo() : traceElbo(),
    onNonFinite: 'raise',
  });
  const first = firstBatch(plan);
  const root: Key = key(training.seed);
  const fresh = inference.init(root, first);
  disposeBatch(first);
  if (checkpoint === undefined) return { inference, plan, state: fresh, tally: { loss: 0, images: 0, seconds: 0 } };
  const { state, tally } = unpack(checkpoint, fresh);
  disposeState(fresh);
  return { inference, plan, state, tally };
}

/** The images that the decoder draws in a step. */
function countImages({ unlabelled, labelled, simulated }: Batch): number {
  const drawn = [unlabelled, labelled?.images, simulated?.pose === undefined ? undefined : simulated.images];
  return drawn.reduce((sum, images) => sum + (images?.shape[0] ?? 0), 0);
}

/** Whether the guide sums over classes instead of drawing one. */
function isEnumerated({ options }: Autoencoder): boolean {
  return options.classes > 0 && options.classifierLearnsFrom === 'elbo';
}

/** One step on its planned data. */
export function takeStep(session: Session): void {
  const batch = session.plan.batchAt(session.state.step);
  const images = countImages(batch);
  const { state, info } = session.inference.step(session.state, batch);
  disposeBatch(batch);
  session.state = state;
  // Steps of the warm-up see simulated images only and are not part of an epoch.
  if (images > 0) session.tally.loss += info.loss;
  session.tally.images += images;
  session.tally.seconds += info.seconds;
}

/** All that the run needs to go on bit by bit. */
export function packSession({ state, tally }: Session): Checkpoint {
  const { meta, tensors } = storeState(state);
  return {
    meta: { step: state.step, svi: JSON.parse(JSON.stringify(meta)) as Checkpoint['meta'], tally: { ...tally } },
    tensors,
  };
}

function unpack({ meta, tensors }: Checkpoint, fresh: SviState): { state: SviState; tally: Tally } {
  // `packSession` wrote both, and the checkpoint's hash vouches for the bytes.
  const stored = meta['svi'] as unknown as Parameters<typeof restoreState>[0]['meta'];
  const tally = meta['tally'] as unknown as Tally;
  return { state: restoreState({ meta: stored, tensors }, fresh), tally: { ...tally } };
}

/** A batch with every part that occurs, so that all parameters are met. */
function firstBatch({ batchAt, warmUpSteps, stepsPerEpoch }: BatchPlan): Batch {
  const first = batchAt(warmUpSteps);
  for (let step = 1; step < stepsPerEpoch && first.labelled === undefined; step += 1) {
    const other = batchAt(warmUpSteps + step);
    if (other.labelled !== undefined && other.unlabelled === undefined) return { ...first, labelled: other.labelled };
    disposeBatch(other);
    if (other.labelled !== undefined) break;
  }
  return first;
}

/** Each phase has a schedule of its own; that of the warm-up always falls to 0. */
function rateOf(
  { learningRate, warmUpRate, schedule, epochs }: TrainingConfig,
  { warmUpSteps, stepsPerEpoch }: BatchPlan,
): (count: number) => number {
  const warmUp = warmUpSteps === 0 ? () => warmUpRate : cosineDecay(warmUpRate, 0, warmUpSteps);
  const isConstant = schedule === 'constant' || epochs === 0;
  const main = isConstant ? () => learningRate : cosineDecay(learningRate, 0, epochs * stepsPerEpoch);
  return (count) => (count < warmUpSteps ? warmUp(count) : main(count - warmUpSteps));
}

function disposeBatch({ unlabelled, labelled, simulated }: Batch): void {
  unlabelled?.dispose();
  for (const part of [labelled, simulated]) {
    if (part !== undefined) tf.dispose([part.images, part.labels, ...Object.values<tf.Tensor>({ ...part.pose })]);
  }
}
