import type { Step } from '../enumeration/index.js';

/** An enumerated site. */
export interface PlannedSite {
  readonly name: string;
  /** The guide's are weighted by its probabilities, the model's summed out. */
  readonly side: 'guide' | 'model';
  readonly strategy: 'parallel' | 'sequential';
  /** How many values it has. */
  readonly size: number;
  /** The dim that its values lie along, if they are in one tensor. */
  readonly dim: number | undefined;
  readonly plates: readonly string[];
}

/** One sum or product of a contraction. */
export interface PlannedStep {
  readonly kind: Step['kind'];
  /** The dims that it removes. */
  readonly over: readonly string[];
  /** The dims of its result. */
  readonly dims: readonly string[];
  /** The size of the largest tensor it makes. */
  readonly cells: number;
}

/** A connected set of log densities that is summed out together. */
export interface PlannedComponent {
  readonly sites: readonly string[];
  readonly factors: readonly { readonly site: string; readonly dims: readonly string[] }[];
  /** The plates that its result stands in. */
  readonly plates: readonly string[];
  /** The plates taken index by index, because plates cross. */
  readonly unrolled: readonly string[];
  readonly steps: readonly PlannedStep[];
  /** The size of the largest tensor. */
  readonly cells: number;
  /** The sizes of all tensors together, a measure of the work. */
  readonly work: number;
}

/** How enumeration will go. */
export interface EnumerationPlan {
  readonly maxPlateNesting: number;
  readonly sites: readonly PlannedSite[];
  /** How many runs it takes for what is enumerated sequentially. */
  readonly numRuns: number;
  readonly components: readonly PlannedComponent[];
  /** The plan as text of several lines. */
  readonly text: string;
}
