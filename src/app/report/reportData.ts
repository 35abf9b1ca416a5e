import type { EpochRecord, ImageGrid, LatentScatter, ReferenceCurve } from '../figures/index.js';
import type { TestResult } from '../jobs.js';

/** All that the report of a run shows. Images are grey values in [0, 1], rows one after another. */
export interface ReportData {
  readonly title: string;
  /** One or two sentences: what was trained on what. */
  readonly description: string;
  /** The figures that matter, shown large. */
  readonly summary: readonly SummaryItem[];
  /** By epoch, in order. */
  readonly history: readonly EpochRecord[];
  /** Published or earlier accuracy curves, drawn thinly beside the run's own. */
  readonly references?: readonly ReferenceCurve[];
  readonly classNames: readonly string[];
  /** How well the test set was classified; absent without labels to test on. */
  readonly test?: TestResult;
  /** What the test set is, in words, such as "4,000 cards at ±60°" . */
  readonly testDescription?: string;
  /** Other methods on the same labels and test set. */
  readonly baselines?: readonly BaselineResult[];
  /** What each content latent stands for. */
  readonly latents?: readonly { readonly name: string; readonly words: string; readonly varianceShare: number }[];
  readonly traversals?: readonly Traversal[];
  readonly latent?: LatentScatter;
  readonly examples?: readonly ReconstructionExample[];
  /** [rows, columns] of every image in `examples`. */
  readonly imageShape: readonly [number, number];
  /** Tables of names and values, by heading. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What it was made with. */
  readonly versions: Readonly<Record<string, string>>;
  /** The command that repeats the run. */
  readonly command: string;
  /** Sentences that a reader should know, such as why a run was stopped early. */
  readonly notes?: readonly string[];
}

export interface SummaryItem {
  readonly label: string;
  readonly value: string;
  /** Smaller, below. */
  readonly note?: string;
}

export interface BaselineResult extends TestResult {
  readonly seconds?: number;
}

/** Decoded images on a grid of two latents: down the rows and along the columns. */
export interface Traversal {
  /** The class held fixed, or another title. */
  readonly title: string;
  readonly grid: ImageGrid;
  readonly horizontal: TraversalAxis;
  readonly vertical: TraversalAxis;
}

export interface TraversalAxis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

/** One image, and what the model makes of it. */
export interface ReconstructionExample {
  readonly image: Float32Array;
  readonly reconstruction: Float32Array;
  /** Class numbers; `actual` where it is known. */
  readonly predicted: number;
  readonly actual?: number;
  /** Of the predicted class. */
  readonly probability: number;
  /** The inferred angle in radians, for models that infer one. */
  readonly angle?: number;
}
