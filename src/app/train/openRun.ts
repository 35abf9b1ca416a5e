import * as tf from '@tensorflow/tfjs-core';
import type { Autoencoder, Params } from '../../models/index.js';
import { CheckpointError, ready } from '../../num/index.js';
import type { RunConfig } from '../config/index.js';
import { loadCheckpoint, loadSnapshot, readConfig } from '../run/index.js';
import { buildModel } from './buildModel.js';
import { loadTaskData, type TaskData } from './taskData.js';

/** A trained model with the data it was trained on. */
export interface TrainedRun {
  readonly config: RunConfig;
  readonly data: TaskData;
  readonly vae: Autoencoder;
  readonly params: Params;
}

/**
 * Opens a run's folder: its data, its model, and the weights of its newest checkpoint.
 *
 * @throws DataError, CheckpointError if the folder or what it refers to is not as it should be
 */
export async function openRun(folder: string): Promise<TrainedRun> {
  const config = readConfig(folder);
  await ready(config.engine === 'auto' ? {} : { engine: config.engine });
  const data = await loadTaskData(config.data);
  const vae = buildModel(config.model, config.training, data);
  return { config, data, vae, params: storedParams(folder) };
}

/**
 * The weights of a run's newest checkpoint, or those after an epoch (from 1) of a run with snapshots; the caller frees them.
 *
 * @throws CheckpointError if there are none
 */
export function storedParams(folder: string, epoch?: number): Params {
  // All parameters of the autoencoders are unconstrained, so that what is stored is what is used.
  const { tensors } = epoch === undefined ? loadCheckpoint(folder) : loadSnapshot(folder, epoch);
  const params = Object.entries(tensors).flatMap(([name, { shape, values }]) =>
    name.startsWith('param/') ? [[name.slice('param/'.length), tf.tensor(values, [...shape])] as const] : [],
  );
  if (params.length > 0) return Object.fromEntries(params);
  throw new CheckpointError({ where: folder, expected: 'a checkpoint with parameters', got: 'none' });
}
