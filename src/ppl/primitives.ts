import type { Tensor } from '@tensorflow/tfjs-core';
import { constraints, unit, type Constraint, type Distribution } from '../dist/index.js';
import { ArgumentError, checkOptionNames, complement, impute, warn, type Key } from '../num/index.js';
import { checkArguments, checkInfer, checkSample } from './checkMessage.js';
import { sliceToPlates } from './defaultAction.js';
import { mask } from './handlers/mask.js';
import type { Infer, Init } from './message.js';
import { isUnhandled, perform } from './runtime.js';

const SAMPLE_OPTIONS = ['obs', 'obsMask', 'infer'];
const PARAM_OPTIONS = ['constraint', 'eventDim'];

export interface SampleOptions {
  /** Data: the value of the site, [...batch, ...event]; it broadcasts to the plates. */
  readonly obs?: Tensor;
  /** Which elements are observed, a boolean or a boolean tensor [...batch]. The others are drawn, at `name_unobserved`. */
  readonly obsMask?: boolean | Tensor;
  readonly infer?: Infer;
}

/**
 * A random variable named `name`: a draw from `dist`, or the data `obs`.
 *
 * With `obsMask` it becomes three sites: the observed site `name_observed`, masked by `obsMask`; the latent site
 * `name_unobserved`, masked by the complement; and the deterministic site `name`, which merges the two.
 *
 * @returns the value [...enumeration dims, ...batch, ...event]
 * @throws SiteError if a draw is needed and no `seed` is active
 * @throws ArgumentError if `dist` is not a distribution, `obs` is not a tensor, `obsMask` is not boolean or comes without `obs`, or an
 *   option or hint is unknown
 * @throws ShapeError if value, mask or scale do not fit the batch shape and the plates
 */
export function sample(name: string, dist: Distribution, options: SampleOptions = {}): Tensor {
  const where = `sample("${name}")`;
  checkOptionNames(where, options, SAMPLE_OPTIONS);
  const { obs, obsMask, infer = {} } = options;
  checkArguments(where, dist, obs);
  if (obs !== undefined && isUnhandled()) warn(`${where}: obs has no effect outside inference.`);
  if (obsMask !== undefined) return samplePartly(name, dist, obsMask, { obs, infer });
  checkInfer(where, infer);
  const site = perform({
    type: 'sample',
    name,
    dist,
    value: obs,
    observed: obs !== undefined,
    scale: 1,
    mask: true,
    plates: [],
    key: undefined,
    infer,
    markov: undefined,
  });
  checkSample(site);
  return site.value;
}

interface PartialData {
  readonly obs: Tensor | undefined;
  readonly infer: Infer;
}

function samplePartly(
  name: string,
  dist: Distribution,
  obsMask: boolean | Tensor,
  { obs, infer }: PartialData,
): Tensor {
  if (obs === undefined) {
    throw new ArgumentError({ where: `sample("${name}")`, expected: 'obs beside obsMask', got: 'none', hint: 'obs' });
  }
  const known = mask(obsMask, () => sample(`${name}_observed`, dist, { obs, infer }))();
  const draw = mask(complement(obsMask), () => sample(`${name}_unobserved`, dist, { infer }))();
  return deterministic(name, impute(obsMask, known, draw, dist.eventShape.length));
}

export interface ParamOptions {
  /** The set of allowed values; training is unconstrained, through `transformTo(constraint)`. Default: real. */
  readonly constraint?: Constraint;
  /** The number of rightmost dims that are one event. If given, subsampled plates slice the dims to the left. */
  readonly eventDim?: number;
}

/**
 * A trainable parameter named `name`. All statements with one name refer to one parameter.
 *
 * @param init the initial value, or a function that makes it, called only if the parameter has no value yet
 * @throws ParamError if there is neither a value nor an `init`
 */
export function param(name: string, init?: Init, options: ParamOptions = {}): Tensor {
  const where = `param("${name}")`;
  checkOptionNames(where, options, PARAM_OPTIONS);
  const { constraint = constraints.real, eventDim } = options;
  const { value, plates } = perform({ type: 'param', name, init, constraint, eventDim, infer: {}, plates: [] });
  return eventDim === undefined ? value : sliceToPlates(where, value, plates, eventDim);
}

/**
 * Adds a term to the log density of the program.
 *
 * @param logFactor nats, of batch shape
 * @param options in a guide, `hasRsample` is required: whether the term depends on reparameterised draws only
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
 * Full `data` [...batch, ...event] at the indices of the subsampled plates around.
 *
 * @throws ArgumentError if eventDim is not an integer of at least 0
 * @throws ShapeError if the size at the dim of a plate is neither 1 nor the full size of the plate
 */
export function subsample(data: Tensor, options: { readonly eventDim: number }): Tensor {
  checkOptionNames('subsample', options, ['eventDim']);
  const { eventDim } = options;
  if (!Number.isInteger(eventDim) || eventDim < 0) {
    throw new ArgumentError({
      where: 'subsample',
      expected: 'an integer eventDim of at least 0',
      got: String(eventDim),
      hint: 'eventDim: 0 for data with one number for each index',
    });
  }
  return perform({ type: 'subsample', name: 'data', data, eventDim, plates: [] }).value;
}

/** A new random key for the program itself, from the `seed` around it. */
export function nextKey(name: string): Key {
  return perform({ type: 'key', name, purpose: 'sample' }).value;
}
