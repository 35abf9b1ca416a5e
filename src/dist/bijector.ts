import type { Tensor } from '@tensorflow/tfjs-core';
import type { Shape } from '../num/index.js';

/** A smooth map from unconstrained coordinates onto a constrained set. */
export interface Bijector {
  readonly name: string;
  /** Rightmost dims that make one element of the domain, and of the codomain. */
  readonly domainEventDim: number;
  readonly codomainEventDim: number;
  /** False for over-parameterised maps such as softmax, which have no log-Jacobian. */
  readonly isBijective: boolean;
  forward(x: Tensor): Tensor;
  /** A point that `forward` maps to `y`; the only one if `isBijective`. */
  inverse(y: Tensor): Tensor;
  /** log |det d forward(x) / d x| in nats, of the batch shape. @throws SupportError if not `isBijective` */
  logAbsDetJacobian(x: Tensor, y: Tensor): Tensor;
  forwardShape(shape: Shape): Shape;
  inverseShape(shape: Shape): Shape;
}
