import type { ProgramPair } from '../../src/infer/index.js';

/** One situation of the specification's table of errors, with a program that is just within the rules. */
export interface Row {
  readonly situation: string;
  /** The class of the error, or `warning`. */
  readonly kind: string;
  /** What the text must name. */
  readonly names: readonly string[];
  readonly fault: () => unknown;
  readonly nearMiss: () => unknown;
}

export type Side = ProgramPair['model'];
