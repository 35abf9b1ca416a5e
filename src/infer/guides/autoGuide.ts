import type { Tensor } from '@tensorflow/tfjs-core';
import type { Key, Shape } from '../../num/index.js';
import type { Tensors } from '../optim/index.js';
import type { InitStrategy } from './init/index.js';

export interface AutoGuideOptions {
  /** Where the latent sites start. */
  readonly init?: InitStrategy;
  /** What the names of parameters and of auxiliary sites begin with. Default: the name of the guide. */
  readonly prefix?: string;
}

export interface NormalGuideOptions extends AutoGuideOptions {
  /** The standard deviation at the start in every unconstrained coordinate, > 0. Default: 0.1. */
  readonly initScale?: number;
}

/**
 * What a guide can say about the posterior once it is trained.
 *
 * The functions take parameters as `svi.params(state)` gives them, and ignore those of others. Their results are in the space
 * of the model and of the full size of subsampled plates; they belong to the caller.
 */
export interface Summaries {
  /** What the names of its parameters begin with. */
  readonly prefix: string;
  /** The image of the median in unconstrained coordinates, by site: [...batch, ...event]. @throws ArgumentError if there is none */
  median(params: Tensors): Record<string, Tensor>;
  /** Quantiles of each number by itself, by site: [qs, ...batch, ...event]. @throws ArgumentError if there is no closed form */
  quantiles(params: Tensors, qs: readonly number[]): Record<string, Tensor>;
  /** The mean by site, [...batch, ...event]. @throws ArgumentError if there is no closed form */
  mean(params: Tensors): Record<string, Tensor>;
  /** Independent draws of all sites together: [...sampleShape, ...batch, ...event]. */
  samplePosterior(params: Tensors, key: Key, sampleShape?: Shape): Record<string, Tensor>;
}

/**
 * A guide made from its model: itself a program, to be given to `svi`, that returns its draws by site.
 *
 * It runs the model once whenever its parameters do not exist yet, as in `svi.init`.
 */
export interface AutoGuide<Args extends readonly unknown[] = readonly unknown[]> extends Summaries {
  (...args: Args): Record<string, Tensor>;
}

/** What tells one automatic guide from another. The functions run where parameters are answered; they may leave tensors behind. */
export interface GuideFamily<Plan> {
  readonly name: string;
  readonly defaultInit: InitStrategy;
  /** The name of one of its parameters, by which it is known whether they exist; undefined if it has none. */
  readonly someParam: (plan: Plan) => string | undefined;
  /** The sample sites of one run of the guide. */
  readonly run: (plan: Plan) => Record<string, Tensor>;
  readonly median: (plan: Plan) => Record<string, Tensor>;
  readonly quantiles: (plan: Plan, qs: readonly number[]) => Record<string, Tensor>;
  readonly mean: (plan: Plan) => Record<string, Tensor>;
  readonly draw: (plan: Plan, key: Key, sampleShape: Shape) => Record<string, Tensor>;
}
