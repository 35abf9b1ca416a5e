import type { DistributionFactory, laws, ParameterValues } from '../../../src/testing/index.js';
import { families, type FamilyName } from './families.js';

export type LawName = keyof typeof laws;

/** An honest family with one lie in it. */
export interface Mutant {
  readonly family: FamilyName;
  /** What is wrong, and where. */
  readonly lie: string;
  /** The laws that the lie is about: the first law that fails must be one of them. */
  readonly caughtBy: readonly LawName[];
  readonly factory: DistributionFactory;
  readonly parameters: ParameterValues;
  /** Parameters at the ends of their sets. */
  readonly extremes: readonly ParameterValues[];
  /** Only the laws named in `caughtBy` are run, as a full run of the kit takes too long; default: the full kit. */
  readonly isAimed: boolean;
}

export interface MutantOptions {
  /** Default: those of the family. */
  readonly parameters?: ParameterValues;
  readonly extremes?: readonly ParameterValues[];
  readonly isAimed?: boolean;
}

/** Makes a mutant of one of the families; `corrupt` puts the lie into what makes it. */
export function mutant(
  family: FamilyName,
  lie: string,
  caughtBy: readonly LawName[],
  corrupt: (make: DistributionFactory) => DistributionFactory,
  options: MutantOptions = {},
): Mutant {
  const { make, parameters: ordinary } = families[family];
  const { parameters = ordinary, extremes = [], isAimed = false } = options;
  return { family, lie, caughtBy, factory: corrupt(make), parameters, extremes, isAimed };
}
