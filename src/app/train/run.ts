import type { TrainedRun } from './openRun.js';

/** A run with all that it needs. */
export interface Run extends Omit<TrainedRun, 'params'> {
  readonly folder: string;
}
