import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '../num/index.js';
import type { Bijector } from './bijector.js';

/** What a constraint may be made of: bounds, sizes, other constraints. */
export type ConstraintArgument = number | Tensor | Constraint;

/** A set of values. Declared by properties, so that nothing needs to know the constraint's own kind. */
export interface Constraint {
  /** As written in messages and checkpoints: `positive`, `interval(0, 2)`. Two constraints of one name are the same set. */
  readonly name: string;
  /** The name without its arguments, by which the registries of transforms find it; and the arguments. */
  readonly kind: string;
  readonly args: readonly ConstraintArgument[];
  /** An element of the set in words, for messages: `a finite number > 0`. */
  readonly expected: string;
  readonly isDiscrete: boolean;
  /** How many rightmost dims of a value make one element of the set: 0 for numbers, 1 for vectors. */
  readonly eventDim: number;
  /** Whether each element of `value` [...batch, ...event] lies in the set: boolean [...batch]. NaN lies in none. */
  check(value: Tensor): Tensor;
  /** Some element of the set at each place of a value of this shape [...batch, ...event], float32. */
  feasible(shape: Shape): Tensor;
  /** Whether a plain number lies in the set; absent where elements are vectors or bounds are tensors. */
  contains?(value: number): boolean;
  /** Set on a set that is known only as the image of another: of which, and by what map. */
  readonly image?: { readonly of: Constraint; readonly under: Bijector };
}
