import type { EngineName } from '../../num/index.js';
import type { FileRef } from '../config/index.js';
import type { JobOptions } from '../jobs.js';

/** What all experiments of one call have in common. */
export interface LabSettings extends JobOptions {
  /** Where everything is written: a folder for each experiment, and `models`. */
  readonly out: string;
  /** Tiny models that only show that everything works. */
  readonly isSmoke: boolean;
  readonly engine: EngineName | 'auto';
  /** How many seeds the main results are repeated with: 0, 1, … */
  readonly numSeeds: number;
  /** How many models are trained at a time, each in a process of its own; 1 for none but this one. */
  readonly jobs: number;
  readonly particles: ParticleFiles;
  /** Aborted when the user wants to stop. */
  readonly interrupt: AbortSignal;
}

/** Images of particles, and how many particles each shows. */
export interface ParticleFiles {
  readonly images: FileRef;
  readonly labels: FileRef;
  /** Which images come from the same micrograph, and are tested on together. */
  readonly groups?: FileRef & { readonly field?: string };
  /** What they are, in words, for captions. */
  readonly source: string;
}
