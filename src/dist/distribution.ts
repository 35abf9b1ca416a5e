import type { Tensor } from '@tensorflow/tfjs-core';
import type { Key, Shape } from '../num/index.js';
import type { Bijector, Constraint } from './constraint.js';

/** A parameter as a caller gives it; tensors are borrowed. */
export type Parameter = number | Tensor;

/** What any family takes beside its parameters. */
export interface FamilyOptions {
  /** Whether parameters and values are checked against their sets. Default: true. */
  readonly validate?: boolean | undefined;
}

/** Members that a family has only where its formula is known. */
export type ClosedForm = 'mean' | 'variance' | 'entropy' | 'cdf' | 'icdf';

/**
 * A probability distribution over tensors.
 *
 * A draw has shape [...sampleShape, ...batchShape, ...eventShape]; its log density drops the event dims. Log densities
 * and entropies are in nats. Arguments are borrowed; results belong to the caller.
 */
export interface Distribution {
  /** The family, such as `normal`; with `params` it is what the registry of KL divergences reads. */
  readonly family: string;
  /** The family's parameters as given, each broadcastable to the batch shape (and event shape, where it has one). */
  readonly params: Readonly<Record<string, Parameter>>;
  /** The set in which each of `params` must lie; what `checkParameters` reads. */
  readonly parameterConstraints: Readonly<Record<string, Constraint>>;
  readonly batchShape: Shape;
  readonly eventShape: Shape;
  readonly support: Constraint;
  /** Whether gradients flow through `rsample` to the parameters. */
  readonly hasRsample: boolean;
  readonly isDiscrete: boolean;
  /** Whether the support is finite and the same all over the batch. */
  readonly hasEnumerateSupport: boolean;
  /** Which of the members of that name give an answer, and do not throw. */
  readonly closedForms: ReadonlySet<ClosedForm>;
  /** Set on a distribution that was made with `validate: false`: its parameters and values are not checked. */
  readonly validate?: false;
  /** Set on a distribution without a value of its own, which stands for a term of the log density. */
  readonly isFactor?: true;
  /** Set on a distribution made by `mask`: what it masks, and by what. */
  readonly masked?: { readonly base: Distribution; readonly mask: boolean | Tensor };
  /** Set on a distribution made by `toEvent(n)`: what it wraps, and n. */
  readonly independent?: { readonly base: Distribution; readonly reinterpreted: number };

  /** Set on a distribution made from others: those whose parameters are checked with it. */
  readonly parts?: readonly Distribution[];

  /** Set on a distribution made by `transformed`: what was mapped, and by what. */
  readonly transformed?: { readonly base: Distribution; readonly bijector: Bijector };

  /** On a location-scale family: the same one at another location and scale, over the same batch. */
  relocated?(loc: Parameter, scale: Parameter): Distribution;
  /** A draw without gradient. */
  sample(key: Key, sampleShape?: Shape): Tensor;
  /** The same draw as `sample`, through which gradients flow to the parameters. @throws EstimatorError without `hasRsample` */
  rsample(key: Key, sampleShape?: Shape): Tensor;
  /** The log density of `value`, broadcast against the batch shape: [...sample, ...batch]. */
  logProb(value: Tensor): Tensor;
  /**
   * All K values of the support in index order: [K, ...batchShape, ...eventShape], or with `expand` false
   * [K, ...ones, ...eventShape].
   *
   * @throws EnumerationError if the support is not finite
   */
  enumerateSupport(expand?: boolean): Tensor;
  /** NaN where undefined, Infinity where infinite. @throws ArgumentError if there is no closed form */
  mean(): Tensor;
  variance(): Tensor;
  entropy(): Tensor;
  /**
   * P(draw <= value), broadcast against the batch shape: [...sample, ...batch]. At infinite values, and so far in a tail that the
   * density is 0 in float32, its gradients can be NaN.
   *
   * @throws ArgumentError as above
   */
  cdf(value: Tensor): Tensor;
  /** The smallest value whose `cdf` is at least `q` [...sample, ...batch]; NaN outside 0 to 1. @throws ArgumentError as above */
  icdf(q: Tensor): Tensor;
  /** P(draw > value), with the digits that 1 - `cdf` loses far on the right. Absent where there is nothing better than that. */
  survival?(value: Tensor): Tensor;
  /** The value above which a share `q` of the draws lies; there whenever `survival` is. NaN outside 0 to 1. */
  inverseSurvival?(q: Tensor): Tensor;
  /** log P(draw <= value) and log P(draw > value), in nats; there wherever `cdf` is. @throws ArgumentError as above */
  logCdf(value: Tensor): Tensor;
  logSurvival(value: Tensor): Tensor;
  /** The same distribution at each element of a larger batch; its elements are drawn independently. */
  expand(batchShape: Shape): Distribution;
  /** Moves the `n` (default: all) rightmost batch dims into the event, summing their log densities. */
  toEvent(n?: number): Distribution;
  /** Drops the log density of elements where `mask` is false; `mask(false)` never evaluates it. */
  mask(mask: boolean | Tensor): Distribution;
}
