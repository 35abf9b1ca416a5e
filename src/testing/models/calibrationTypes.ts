import type * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../../num/index.js';

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** Draws from what is claimed to be the posterior given data by site: by latent site [L, ...shape], with L the same for all. */
export type Posterior = (data: Tensors, key: Key) => Tensors;

export interface CalibrationOptions {
  /** The sites that are data. Default: those that the model observes. */
  readonly data?: readonly string[] | undefined;
  /** The latent sites whose ranks are looked at. Default: all that the posterior gives. */
  readonly sites?: readonly string[] | undefined;
  /** How many times parameters and data are drawn. Default: 200. */
  readonly simulations?: number | undefined;
  /** How many bins the histograms have. Default: 20. */
  readonly bins?: number | undefined;
  /** The chance at most that an exact posterior is found wrong. Default: 1e-6. */
  readonly falseAlarmRate?: number | undefined;
  /** What all draws come from. Default: 0. */
  readonly key?: number | undefined;
}

/** The ranks of one entry of a site among posterior draws, or of all entries together. */
export interface SiteCalibration {
  readonly site: string;
  /** The flat index of the entry; undefined for all entries together. */
  readonly entry: number | undefined;
  /** The share of posterior draws below the true value, one number from 0 to 1 a simulation and entry; ties at random. */
  readonly ranks: Float64Array;
  /** How many ranks fell into each of equal bins. */
  readonly histogram: readonly number[];
  /** What is wrong with the ranks, such as a mean square above the one of even ranks; undefined if nothing is beyond doubt. */
  readonly problem: string | undefined;
}

export interface Calibration {
  readonly simulations: number;
  readonly sites: readonly SiteCalibration[];
  /** Whether no entry of any site has a problem. */
  readonly isCalibrated: boolean;
}
