import type fc from 'fast-check';
import type { DistributionFactory, ParameterValues } from '../../../src/testing/laws/law.js';

/** A family as all laws, golden values and tables see it. */
export interface FamilyCase {
  /** The factory's name, with the parameterisation where there are several: `gamma`, `bernoulli of logits`. */
  readonly name: string;
  readonly factory: DistributionFactory;
  /** Ordinary parameters; their batch shape is [2]. */
  readonly parameters: fc.Arbitrary<ParameterValues>;
  /** Far-out parameters, at which nothing may be NaN: as close to the ends of their sets as users come. */
  readonly extremes: readonly ParameterValues[];
  /** Laws that it is not held to, by name, and why. */
  readonly except?: Readonly<Record<string, string>>;
}
