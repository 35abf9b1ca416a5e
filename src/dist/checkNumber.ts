import { ArgumentError } from '../num/index.js';
import type { Constraint } from './constraint.js';

/** Checks a plain number as float32 will hold it. @throws ArgumentError if it lies outside the constraint */
export function checkNumber(where: string, value: number, constraint: Constraint): void {
  if (constraint.contains === undefined || constraint.contains(Math.fround(value))) return;
  const hint = constraint.kind === 'real' ? undefined : `transformTo(${constraint.name}) on a free number`;
  throw new ArgumentError({ where, expected: constraint.expected, got: String(value), hint });
}
