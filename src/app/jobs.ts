import type { RunConfig } from './config/index.js';

/** How every long job reports. */
export interface JobOptions {
  /** No progress on the terminal. */
  readonly quiet: boolean;
  /** The caller prints the result as JSON: nothing else may go to standard output. */
  readonly json: boolean;
}

export interface TrainOptions extends JobOptions {
  /** The run's folder. */
  readonly out: string;
  /** Go on from the last checkpoint in `out`. */
  readonly resume?: boolean;
  /** Aborted when the user wants to stop: save a checkpoint and return a result with `interrupted: true`. */
  readonly interrupt: AbortSignal;
}

export interface TrainResult {
  readonly folder: string;
  readonly interrupted: boolean;
  readonly steps: number;
  /** Wall-clock time of the training, earlier parts of a resumed run included. */
  readonly seconds: number;
  /** The run's report.html; absent if interrupted. */
  readonly report?: string;
  /** How well the test set was classified; absent if interrupted or without labels to test on. */
  readonly test?: TestResult;
  /** Other methods on the same labels and the same test set. */
  readonly baselines?: readonly TestResult[];
}

/** How well a set of images with known classes was classified. */
export interface TestResult {
  /** The method, such as `ss-rVAE` or `random forest`. */
  readonly name: string;
  readonly classNames: readonly string[];
  /** The share of all images that were classified correctly. */
  readonly accuracy: number;
  /** The mean over classes of the share of the class that was classified correctly. */
  readonly balancedAccuracy: number;
  /** How many images of class `row` were called class `column`. */
  readonly confusion: readonly (readonly number[])[];
}

export type TrainJob = (config: RunConfig, options: TrainOptions) => Promise<TrainResult>;

export interface EvaluateOptions extends JobOptions {
  /** Other images than the run's test set: an .npy file or a folder; then `labels` is given too. */
  readonly images?: string;
  readonly labels?: string;
}

export type EvaluateJob = (runFolder: string, options: EvaluateOptions) => Promise<TestResult>;

export interface ClassifyOptions extends JobOptions {
  /** The CSV file to write, with one line for each image. */
  readonly out: string;
}

export interface ClassifyResult {
  readonly file: string;
  readonly count: number;
  readonly classNames: readonly string[];
  /** How many images went to each class. */
  readonly perClass: readonly number[];
}

export type ClassifyJob = (runFolder: string, images: string, options: ClassifyOptions) => Promise<ClassifyResult>;

export interface SuggestOptions extends JobOptions {
  /** Other images than the run's unlabelled ones: an .npy file or a folder. */
  readonly images?: string;
  /** How many images are named, the most telling first. */
  readonly count: number;
  /** The CSV file to write. */
  readonly out: string;
}

export interface SuggestResult {
  readonly file: string;
  /** The most telling images: name, or place in the file. */
  readonly images: readonly string[];
  /** From how many they were chosen. */
  readonly total: number;
}

export type SuggestJob = (runFolder: string, options: SuggestOptions) => Promise<SuggestResult>;

export interface TraverseOptions extends JobOptions {
  /** Rows and columns of each picture. */
  readonly steps: number;
}

export interface TraverseResult {
  /** The pictures that were written. */
  readonly files: readonly string[];
}

export type TraverseJob = (runFolder: string, options: TraverseOptions) => Promise<TraverseResult>;
