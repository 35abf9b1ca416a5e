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
  const first = firstBatch(plan);
  const inference = svi<[Batch]>({
    model: vae.model,
    guide: vae.guide,
    optimizer: adam({
      learningRate: rateOf(training, plan),
      ...(training.clip === null ? {} : { clipNorm: training.clip }),
    }),
    elbo: sumsClasses(vae, first) ? traceEnumElbo() : traceElbo(),
    onNonFinite: 'raise',
  });
  const root: Key = key(training.seed);
  const fresh = inference.init(root, first);
  disposeBatch(first);
  if (checkpoint === undefined) return { inference, plan, state: fresh, tally: { loss: 0, images: 0, seconds: 0 } };
  const { state, tally } = unpack(checkpoint, fresh);
  disposeState(fresh);
  return { inference, plan, state, tally };
}

/** Whether some images come without the class that the model has. */
function sumsClasses({ options }: Autoencoder, { unlabelled }: Batch): boolean {
  return options.classes > 0 && unlabelled !== undefined;
}

/** The images that the decoder draws in a step. */
function countImages({ unlabelled, labelled }: Batch): number {
  return (unlabelled?.shape[0] ?? 0) + (labelled?.images.shape[0] ?? 0);
}

/** One step on its planned data. */
export function takeStep(session: Session): void {
  const batch = session.plan.batchAt(session.state.step);
  const images = countImages(batch);
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

/** A batch with every part that occurs, so that all parameters are met: of a run's last steps, as labels may come alone at first. */
function firstBatch({ batchAt, total, labelledEvery }: BatchPlan): Batch {
  const last = batchAt(total - 1);
  for (let step = total - 2; step >= Math.max(0, total - 1 - labelledEvery); step -= 1) {
    const other = batchAt(step);
    if (Object.keys(other).some((part) => !(part in last))) return { ...other, ...last };
    disposeBatch(other);
  }
  return last;
}

/** Steps over which the step size grows to its full value, and what is left of it at the end of a cosine. */
const RAMP = 50;
const LAST_SHARE = 0.02;

/** The step size by step: the same always, or a short ramp and then half a cosine. */
function rateOf({ learningRate, schedule }: TrainingConfig, { total }: BatchPlan): (count: number) => number {
  if (schedule === 'constant') return () => learningRate;
  const falling = cosineDecay(learningRate, LAST_SHARE * learningRate, total);
  return (count) => falling(count) * Math.min(1, (count + 1) / RAMP);
}

function disposeBatch({ unlabelled, labelled, views }: Batch): void {
  const { pose, ...images } = labelled ?? {};
  tf.dispose([unlabelled, images, { ...pose }, { ...views }].filter((part) => part !== undefined));
}
