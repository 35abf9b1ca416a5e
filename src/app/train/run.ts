import type { Autoencoder } from '../../models/index.js';
import type { RunConfig } from '../config/index.js';
import type { TaskData } from './taskData.js';

/** A run with all that it needs. */
export interface Run {
  readonly config: RunConfig;
  readonly folder: string;
  readonly data: TaskData;
  readonly vae: Autoencoder;
}
