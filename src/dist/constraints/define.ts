import * as tf from '@tensorflow/tfjs-core';
import type { Constraint, ConstraintArgument } from '../constraint.js';

/** What tells one constraint from another; `define` supplies the rest. */
export interface ConstraintFacts {
  readonly kind: string;
  readonly args?: readonly ConstraintArgument[];
  readonly expected: string;
  readonly isDiscrete?: boolean;
  readonly eventDim?: number;
  /** The test of a float32 value; it may leave tensors behind. */
  readonly test: (value: tf.Tensor) => tf.Tensor;
  /** A number that lies in the set, or what makes a value of a shape. */
  readonly element: number | ((shape: number[]) => tf.Tensor);
  readonly contains?: (value: number) => boolean;
  readonly containsRow?: (row: ArrayLike<number>) => boolean;
  /** The least and the largest number; or the ends of all intervals, for values of a shape. They may leave tensors behind. */
  readonly ends?: readonly [low: Bound, high: Bound] | ((shape: number[]) => readonly tf.Tensor[]);
  readonly list?: tf.Tensor;
}

type Bound = number | tf.Tensor;

/** A constraint from its facts: named after its kind and arguments, tidy, and blind to the type of the values it checks. */
export function define({ kind, args = [], expected, test, element, ends, ...facts }: ConstraintFacts): Constraint {
  return {
    name: args.length === 0 ? kind : `${kind}(${args.map(nameOf).join(', ')})`,
    kind,
    args,
    expected,
    isDiscrete: facts.isDiscrete ?? false,
    eventDim: facts.eventDim ?? 0,
    check: (value) => tf.tidy(() => test(tf.cast(value, 'float32'))),
    feasible: (shape) =>
      tf.tidy(() => (typeof element === 'number' ? tf.fill([...shape], element) : element([...shape]))),
    ...(facts.contains === undefined ? {} : { contains: facts.contains }),
    ...(facts.containsRow === undefined ? {} : { containsRow: facts.containsRow }),
    ...(facts.list === undefined ? {} : { list: facts.list }),
    ...(ends === undefined ? {} : { ends: (shape) => tf.tidy(() => endsAt(ends, [...shape])) }),
  };
}

function endsAt(ends: NonNullable<ConstraintFacts['ends']>, shape: number[]): tf.Tensor[] {
  return typeof ends === 'function' ? [...ends(shape)] : ends.map((end) => tf.add(tf.zeros(shape), end));
}

/** Tensors are named by their ids, so that constraints with different bounds never share a name. */
function nameOf(argument: ConstraintArgument): string {
  if (typeof argument === 'number') return String(argument);
  return 'kind' in argument ? argument.name : `tensor ${argument.id}`;
}
