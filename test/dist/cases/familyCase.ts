import type * as tf from '@tensorflow/tfjs-core';
import type fc from 'fast-check';
import type { Constraint, Distribution } from '../../../src/dist/index.js';
import type { Shape } from '../../../src/num/index.js';
import type { DistributionFactory, ParameterValues } from '../../../src/testing/laws/law.js';
import { parametersIn } from '../../../src/testing/laws/parametersIn.js';

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

/** The set of a parameter; with its full shape where that is not a batch of [2], and 3 for each dim of the event. */
export type ParameterSet = Constraint | readonly [Constraint, Shape];

/**
 * A case of which each parameter has a set, under its own name.
 *
 * @param parameters how they are drawn, where not each from its set by itself
 */
export function familyCase<Name extends string>(
  name: string,
  make: (parameters: Readonly<Record<Name, tf.Tensor>>) => Distribution,
  sets: Readonly<Record<Name, ParameterSet>>,
  extremes: readonly ParameterValues[],
  parameters: fc.Arbitrary<ParameterValues> = drawnFrom(sets),
): FamilyCase {
  // The names of the sets are those of the parameters.
  const factory: DistributionFactory = (given) => make(given);
  return { name, factory, parameters, extremes };
}

function drawnFrom(sets: Readonly<Record<string, ParameterSet>>): fc.Arbitrary<ParameterValues> {
  const entries = Object.entries(sets).map(([name, set]) => [name, 'check' in set ? ([set] as const) : set] as const);
  const shapes = entries.flatMap(([name, [, shape]]) => (shape === undefined ? [] : [[name, shape] as const]));
  return parametersIn(Object.fromEntries(entries.map(([name, [set]]) => [name, set])), Object.fromEntries(shapes));
}
