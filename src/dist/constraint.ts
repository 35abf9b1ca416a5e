import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '../num/index.js';

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
  /** The same of the numbers of one vector; on some sets of vectors. */
  containsRow?(row: ArrayLike<number>): boolean;
  /**
   * The ends of the intervals that make up a set of numbers, at each place of a value of this shape [...batch]: tensors of that shape,
   * in no order, infinite ones too. Absent where elements are arrays, and where nothing is known of their ends.
   */
  ends?(shape: Shape): readonly Tensor[];
  /** All elements [...batch, K, ...event], where the set is a list of them; borrowed. */
  readonly list?: Tensor;
  /** Set on a set that is known only as the image of another: of which, and by what map. */
  readonly image?: { readonly of: Constraint; readonly under: Bijector };
}

/** A smooth map from one set onto another, most often from unconstrained coordinates onto a constrained set. */
export interface Bijector {
  readonly name: string;
  /** Rightmost dims that make one element of the domain, and of the codomain. */
  readonly domainEventDim: number;
  readonly codomainEventDim: number;
  /** The set on which `forward` is defined, and the one onto which it maps that; where absent, all reals. */
  readonly domain?: Constraint;
  readonly codomain?: Constraint;
  /** False for over-parameterised maps such as softmax, which have no log-Jacobian. */
  readonly isBijective: boolean;
  /** Set if the Jacobian is the same everywhere. */
  readonly isLinear?: true;
  /** On monotone maps of numbers: 1 where they rise and -1 where they fall, a number or a new tensor that broadcasts to the values. */
  slopeSign?(): number | Tensor;
  forward(x: Tensor): Tensor;
  /** A point that `forward` maps to `y`; the only one if `isBijective`. */
  inverse(y: Tensor): Tensor;
  /** log |det d forward(x) / d x| in nats, of the batch shape. @throws SupportError if not `isBijective` */
  logAbsDetJacobian(x: Tensor, y: Tensor): Tensor;
  forwardShape(shape: Shape): Shape;
  inverseShape(shape: Shape): Shape;
}
