import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '../num/index.js';
import type { Constraint } from './constraint.js';
import type { Parameter } from './distribution.js';

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
  slopeSign?(): Parameter;
  forward(x: Tensor): Tensor;
  /** A point that `forward` maps to `y`; the only one if `isBijective`. */
  inverse(y: Tensor): Tensor;
  /** log |det d forward(x) / d x| in nats, of the batch shape. @throws SupportError if not `isBijective` */
  logAbsDetJacobian(x: Tensor, y: Tensor): Tensor;
  forwardShape(shape: Shape): Shape;
  inverseShape(shape: Shape): Shape;
}
