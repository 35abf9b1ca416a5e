import fc from 'fast-check';
import type { Constraint } from '../../dist/index.js';
import { parametersIn } from './parametersIn.js';
import type { ParameterValues } from './law.js';

/** What parameters may be given as: an arbitrary, the set of each, or one choice. */
export type ParameterSource = fc.Arbitrary<ParameterValues> | Readonly<Record<string, Constraint>> | ParameterValues;

/** An arbitrary of parameters, whatever they were given as. */
export function arbitraryOf(source: ParameterSource): fc.Arbitrary<ParameterValues> {
  if (isArbitrary(source)) return source;
  return isSets(source) ? parametersIn(source) : fc.constant(source);
}

function isArbitrary(source: ParameterSource): source is fc.Arbitrary<ParameterValues> {
  return source instanceof fc.Arbitrary || typeof (source as Partial<fc.Arbitrary<unknown>>).generate === 'function';
}

function isSets(source: object): source is Readonly<Record<string, Constraint>> {
  const values: unknown[] = Object.values(source);
  const isSet = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && 'check' in value && 'kind' in value;
  return values.length > 0 && values.every(isSet);
}
