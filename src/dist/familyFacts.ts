import type { Tensor } from '@tensorflow/tfjs-core';
import type { Key, Shape } from '../num/index.js';
import type { Constraint } from './constraint.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

/** The facts of one family; `defineFamily` turns them into a distribution. The functions may leave tensors behind. */
export interface FamilyFacts extends FamilyOptions {
  readonly family: string;
  readonly params: Readonly<Record<string, Parameter>>;
  /** The set of each parameter; its `eventDim` says how many rightmost dims of the parameter are not batch dims. */
  readonly parameterConstraints: Readonly<Record<string, Constraint>>;
  /** Default: that of the parameters together. A larger one is what `expand` makes; parameters are not repeated. */
  readonly batchShape?: Shape;
  readonly eventShape?: Shape;
  readonly support: Constraint;
  readonly isDiscrete?: boolean;
  readonly isFactor?: true;
  /** The distributions that it is made from, whose parameters are checked with its own. */
  readonly parts?: readonly Distribution[];
  /** A draw of shape [...shape, ...eventShape], where `shape` ends in the batch shape; its elements are independent. */
  readonly draw: (key: Key, shape: Shape) => Tensor;
  /** Whether gradients flow through `draw` to the parameters. */
  readonly hasRsample: boolean;
  /** The log density in nats of any shape that broadcasts to [...sample, ...batch]. */
  readonly logDensity: (value: Tensor) => Tensor;
  /** The K values of the support [K, ...eventShape] in index order, if it is finite. */
  readonly values?: () => Tensor;
  /** Moments, of shapes that broadcast to [...batch, ...event]; the entropy in nats, to [...batch]. */
  readonly mean?: () => Parameter;
  readonly variance?: () => Parameter;
  readonly entropy?: () => Parameter;
  /** P(draw <= value) of a family of numbers, of any shape that broadcasts to [...sample, ...batch]; right outside the support too. */
  readonly cdf?: (value: Tensor) => Tensor;
  /** Its inverse, at `q` from 0 to 1, ends included: the smallest value whose cdf is at least q. */
  readonly icdf?: (q: Tensor) => Tensor;
  /** P(draw > value), with the digits that 1 - cdf loses, and the value above which a share q lies: the two together, or neither. */
  readonly survival?: (value: Tensor) => Tensor;
  readonly inverseSurvival?: (q: Tensor) => Tensor;
  /** The logs of `cdf` and of P(draw > value), in nats, where a tail is too small for float32. Default: the logs of what is given. */
  readonly logCdf?: (value: Tensor) => Tensor;
  readonly logSurvival?: (value: Tensor) => Tensor;
  /** For a family of `loc + scale × noise`: the same one with another `loc` and `scale`. */
  readonly relocated?: (loc: Parameter, scale: Parameter) => Distribution;
}
