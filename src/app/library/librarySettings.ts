import type { FindOptions, PixelSize } from '../../data/index.js';
import type { RunConfig } from '../config/index.js';

/** One of a library's micrographs. */
export interface MicrographRef {
  /** The name in tables: the file's name without its ending, after the folder's where several files have it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
}

/** How objects become patches. */
export interface PatchSettings {
  readonly find: FindOptions;
  /** Rows and columns of each patch as the model sees it. */
  readonly patchSize: number;
  /** The side of each patch in the micrograph in pixels; by default 4.2 median diameters of the micrograph's objects. */
  readonly window?: number;
  readonly pixelSize?: PixelSize;
}

/** What settles a library's patches: the content of settings.json. */
export interface LibrarySettings extends PatchSettings {
  readonly formatVersion: 1;
  readonly micrographs: readonly MicrographRef[];
}

/** How the model learns: the rest of a run's config comes from the patches and labels. */
export interface LibraryLearning extends Pick<RunConfig, 'engine' | 'versions' | 'model' | 'training'> {
  /** The share of labelled patches, by whole micrographs, that is held out for a test. */
  readonly testFraction: number;
}

/** How labels come about. */
export interface LibraryLabelling {
  /** A file of labels. */
  readonly file?: string;
  /** Whether to open the labelling page; by default only where there are no labels yet. */
  readonly page?: boolean;
  /** Names of classes to offer on the page. */
  readonly classes: readonly string[];
  /** The page's port; 0 for any. */
  readonly port: number;
}

/** All that `kiln library` is asked for. */
export interface LibraryPlan {
  /** Files, and folders of them. */
  readonly paths: readonly string[];
  readonly patches: PatchSettings;
  readonly labelling: LibraryLabelling;
  readonly learning: LibraryLearning;
  /** Whether a finished or interrupted training with other settings is set aside. */
  readonly retrain: boolean;
}
