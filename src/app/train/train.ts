import { setImmediate } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { Autoencoder, Params } from '../../models/index.js';
import { ready } from '../../num/index.js';
import type { RunConfig } from '../config/index.js';
import type { TestResult, TrainOptions, TrainResult } from '../jobs.js';
import { openProgress, type Progress } from '../progress.js';
import {
  appendMetrics,
  createRun,
  resumeRun,
  saveCheckpoint,
  saveSnapshot,
  writeConfig,
  type Checkpoint,
} from '../run/index.js';
import { planBatches } from './batches.js';
import { buildModel } from './buildModel.js';
import { guessAboutScenes } from './classViews.js';
import { finish } from './finish.js';
import { evaluateModel } from './measure.js';
import { openSession, packSession, takeStep, type Session } from './session.js';
import type { Run } from './run.js';
import { loadTaskData, type TaskData } from './taskData.js';

/** Seconds of training after which a checkpoint is due even within an epoch. */
const CHECKPOINT_SECONDS = 60;

/**
 * Trains a model as `config` says, from the start or from the folder's last checkpoint, and writes the run's folder.
 *
 * All data are read and checked before anything is written.
 */
export async function train(config: RunConfig, options: TrainOptions): Promise<TrainResult> {
  const info = await ready({ ...(config.engine !== 'auto' && { engine: config.engine }), warn: sayOnce });
  const data = await loadTaskData(config.data);
  const vae = buildModel(config.model, config.training, data);
  const plan = planBatches(data, vae, config.training);
  const checkpoint = prepareFolder(config, options);
  const guess = guessAboutScenes(config.training, data);
  if (guess !== undefined && !options.quiet && !options.json) sayOnce(guess);
  const session = openSession(vae, plan, config.training, checkpoint);
  const used: RunConfig = { ...config, engine: info.engine };
  writeConfig(options.out, used);
  const run: Run = { config: used, folder: options.out, data, vae };
  const interrupted = await loop(run, session, options);
  const done = { folder: options.out, interrupted, steps: session.state.step, seconds: session.tally.seconds };
  if (interrupted) return done;
  const params = session.inference.params(session.state);
  return { ...done, ...(await finish(run, params, done.seconds)) };
}

/** For what is to be known beside the result, such as that the native engine is not there. */
function sayOnce(text: string): void {
  process.stderr.write(`${text}\n`);
}

function prepareFolder(config: RunConfig, { out, resume = false }: TrainOptions): Checkpoint | undefined {
  if (resume) return resumeRun(out).checkpoint;
  createRun(out, config);
  return undefined;
}

/** Takes steps until the run is done or the user interrupts; tells which. */
async function loop(run: Run, session: Session, options: TrainOptions): Promise<boolean> {
  const { total, measureEvery, stepsPerEpoch } = session.plan;
  const progress = openProgress({ total, start: session.state.step, quiet: options.quiet || options.json });
  let saved = session.tally.seconds;
  while (session.state.step < total) {
    takeStep(session);
    const { step } = session.state;
    const isMeasured = step % measureEvery === 0 || step === total;
    if (isMeasured) measure(run, session, progress);
    else progress.step(step, { epoch: Math.ceil(step / stepsPerEpoch), loss: meanLoss(session) });
    const isDue = session.tally.seconds - saved > CHECKPOINT_SECONDS;
    if (isMeasured || isDue || options.interrupt.aborted) {
      saveCheckpoint(run.folder, packSession(session));
      saved = session.tally.seconds;
    }
    if (options.interrupt.aborted) break;
    // Gives signals and timers their turn: the steps themselves are synchronous.
    await setImmediate();
  }
  progress.stop();
  return session.state.step < total;
}

/** Measures the model, writes a line of metrics and starts the next sums. */
function measure({ config, folder, data, vae }: Run, session: Session, progress: Progress): void {
  const { state, plan, tally } = session;
  const result = testNow(data, vae, session);
  const tested =
    result === undefined ? {} : { testAccuracy: result.accuracy, balancedAccuracy: result.balancedAccuracy };
  const record = { epoch: Number((state.step / plan.stepsPerEpoch).toFixed(2)), loss: meanLoss(session), ...tested };
  appendMetrics(folder, { step: state.step, ...record, seconds: tally.seconds });
  progress.step(state.step, record);
  if (config.training.snapshots) saveSnapshot(folder, Math.ceil(state.step / plan.measureEvery), packSession(session));
  tally.loss = 0;
  tally.images = 0;
}

function testNow(
  { test, classNames }: TaskData,
  vae: Autoencoder,
  { inference, state }: Session,
): TestResult | undefined {
  if (test === undefined || vae.options.classes === 0) return undefined;
  const params: Params = inference.params(state);
  const result = evaluateModel('model', vae, params, test, classNames);
  tf.dispose(params);
  return result;
}

/** The loss since it was measured last, in nats an image. */
function meanLoss({ tally }: Session): number {
  return tally.loss / Math.max(1, tally.images);
}
