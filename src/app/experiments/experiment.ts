import type { Cell } from '../csv.js';
import type { Lab } from './lab.js';

/** One experiment: of the paper, or beside it. */
export interface Experiment {
  readonly title: string;
  /** What the paper shows, where, and what is shown here beside it; for the report. */
  readonly about: string;
  /** Trains what it needs (see `Lab.models`), measures, and draws. Everything follows from the lab's settings. */
  run(lab: Lab): Promise<Findings>;
}

/** What an experiment found. */
export interface Findings {
  /** The main results in sentences, for the terminal and the report. */
  readonly summary: readonly string[];
  readonly tables: readonly Table[];
  readonly figures: readonly Figure[];
}

/** Numbers, written as NAME.csv and into numbers.json. */
export interface Table {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly title: string;
  /** Names of the columns, with units where there are any. */
  readonly columns: readonly string[];
  /** [row, column] */
  readonly rows: readonly (readonly Cell[])[];
}

export interface Figure {
  /** A name ending in .svg, .png or .gif. */
  readonly file: string;
  /** SVG text, or the bytes of a picture. */
  readonly content: string | Uint8Array;
  readonly caption: string;
}
