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
    elbo: vae.options.classes > 0 ? traceEnumElbo() : traceElbo(),
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

/** One step on its planned data. */
export function takeStep(session: Session): void {
  const batch = session.plan.batchAt(session.state.step);
  const images = session.plan.imagesAt(session.state.step);
  const { state, info } = session.inference.step(session.state, batch);
  disposeBatch(batch);
  session.state = state;
  session.tally.loss += info.loss;
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
function firstBatch(plan: BatchPlan): Batch {
  const labelledStep = Array.from({ length: plan.stepsPerEpoch }, (_, step) => step).find((step) =>
    plan.hasLabels(step),
  );
  const first = plan.batchAt(0);
  if (first.labelled !== undefined || labelledStep === undefined) return first;
  const other = plan.batchAt(labelledStep);
  return { ...first, ...(other.labelled === undefined ? {} : { labelled: other.labelled }) };
}

function rateOf(
  { learningRate, schedule, epochs }: TrainingConfig,
  plan: BatchPlan,
): number | ((count: number) => number) {
  return schedule === 'constant' ? learningRate : cosineDecay(learningRate, 0, epochs * plan.stepsPerEpoch);
}

function disposeBatch({ unlabelled, labelled }: Batch): void {
  unlabelled?.dispose();
  if (labelled !== undefined) tf.dispose([labelled.images, labelled.labels]);
}
