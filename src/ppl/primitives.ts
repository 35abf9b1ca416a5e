import type { Tensor } from '@tensorflow/tfjs-core';
import { constraints, unit, type Constraint, type Distribution } from '../dist/index.js';
import { ArgumentError, isTensor, warn, type Key } from '../num/index.js';
import { checkOptionNames } from './checkOptionNames.js';
import type { Infer, Init } from './message.js';
import { isUnhandled, perform } from './runtime.js';
import { sampleImputed } from './sampleImputed.js';
import { sampleSite } from './sampleSite.js';
import { sliceForPlates } from './sliceForPlates.js';

const SAMPLE_OPTIONS = ['obs', 'obsMask', 'infer'];
const PARAM_OPTIONS = ['constraint', 'eventDim'];

export interface SampleOptions {
  /** Data: the value of the site, [...batch, ...event]; it need not fill the plates. */
  readonly obs?: Tensor;
  /** Where `obs` counts, a boolean or a boolean tensor [...batch]; elsewhere the value is drawn, at `name_unobserved`. */
  readonly obsMask?: boolean | Tensor;
  readonly infer?: Infer;
}

/**
 * A random choice named `name`: a draw from `dist`, or the data given as `obs`.
 *
 * With `obsMask` the statement is split into the sites `name_observed` and `name_unobserved`.
 *
 * @returns the value [...enumeration dims, ...batch, ...event]
 * @throws SiteError if a draw is needed and no `seed` is active
 * @throws ArgumentError if `dist` is no distribution or obs no tensor, or obsMask comes without obs or is not boolean
 * @throws ShapeError if value, mask or scale do not fit the batch and the plates
 */
export function sample(name: string, dist: Distribution, options: SampleOptions = {}): Tensor {
  checkOptionNames(`sample("${name}")`, options, SAMPLE_OPTIONS);
  const { obs, obsMask, infer = {} } = options;
  checkKinds(name, dist, obs);
  if (obs !== undefined && isUnhandled()) warn(`sample("${name}"): obs has no effect outside inference.`);
  if (obsMask !== undefined) return sampleImputed(name, dist, { obs, obsMask, infer });
  return sampleSite(name, dist, obs, infer);
}

/** For callers in JavaScript, whose mistakes would come up deep inside. */
function checkKinds(name: string, dist: unknown, obs: unknown): void {
  const where = `sample("${name}")`;
  if (typeof dist !== 'object' || dist === null || !('logProb' in dist)) {
    const got = isTensor(dist) ? 'a tensor' : typeof dist;
    throw new ArgumentError({
      where,
      expected: 'a distribution',
      got,
      hint: "the function of that name in 'kiln-ppl/dist'",
    });
  }
  if (obs === undefined || isTensor(obs)) return;
  const [got, hint] = [Array.isArray(obs) ? 'an array' : typeof obs, 'tf.scalar, tf.tensor1d or the like around it'];
  throw new ArgumentError({ where, expected: 'a tensor as obs', got, hint });
}

export interface ParamOptions {
  /** The set the value lies in; training moves in the coordinates of `transformTo(constraint)`. Default: real. */
  readonly constraint?: Constraint;
  /** Rightmost dims that are one element; with it, dims to the left are sliced by subsampled plates. */
  readonly eventDim?: number;
}

/**
 * A parameter to be trained, named `name`; one name is one parameter all over the run.
 *
 * @param init the starting value, or a function that makes it, called only when no value exists
 * @throws ParamError without `init` if the parameter is not known
 */
export function param(name: string, init?: Init, options: ParamOptions = {}): Tensor {
  checkOptionNames(`param("${name}")`, options, PARAM_OPTIONS);
  const { constraint = constraints.real, eventDim } = options;
  const site = perform({ type: 'param', name, init, constraint, eventDim, infer: {}, plates: [] });
  return eventDim === undefined ? site.value : sliceForPlates(`param("${name}")`, site.value, site.plates, eventDim);
}

/**
 * Adds a term to the log density of the program.
 *
 * @param logFactor nats, of batch shape
 * @param options in a guide, `hasRsample` must say whether the term came from reparameterised draws
 */
export function factor(name: string, logFactor: Tensor, options: { readonly hasRsample?: boolean } = {}): void {
  checkOptionNames(`factor("${name}")`, options, ['hasRsample']);
  const dist = unit({ logFactor });
  const gradient =
    options.hasRsample === undefined ? {} : ({ gradient: options.hasRsample ? 'reparam' : 'score' } as const);
  sample(name, dist, { obs: dist.sample([0, 0]), infer: { isAuxiliary: true, ...gradient } });
}

/** Records a computed value under a name; it adds no density. */
export function deterministic(name: string, value: Tensor): Tensor {
  return perform({ type: 'deterministic', name, value, plates: [] }).value;
}

/**
 * Cuts full `data` [...batch, ...event] to the indices of the subsampled plates around.
 *
 * @throws ArgumentError if eventDim is not a whole number of at least 0
 * @throws ShapeError if the size at a plate's dim is neither 1 nor the plate's full size
 */
export function subsample(data: Tensor, options: { readonly eventDim: number }): Tensor {
  checkOptionNames('subsample', options, ['eventDim']);
  const { eventDim } = options;
  if (!Number.isInteger(eventDim) || eventDim < 0) {
    throw new ArgumentError({
      where: 'subsample',
      expected: 'a whole eventDim of at least 0',
      got: String(eventDim),
      hint: 'eventDim: 0 for data that are one number an index',
    });
  }
  return perform({ type: 'subsample', name: 'data', data, eventDim, plates: [] }).value;
}

/** A fresh random key for the program's own use, from the `seed` around it. */
export function nextKey(name: string): Key {
  return perform({ type: 'key', name, purpose: 'sample' }).value;
}
