import type { Tensor } from '@tensorflow/tfjs-core';
import { constraints, unit, type Constraint, type Distribution } from '../dist/index.js';
import { warn, type Key } from '../num/index.js';
import { checkOptionNames } from './checkOptionNames.js';
import { checkSample } from './checkSample.js';
import type { Infer, Init } from './message.js';
import { isUnhandled, perform } from './runtime.js';
import { sliceForPlates } from './sliceForPlates.js';

const SAMPLE_OPTIONS = ['obs', 'infer'];
const PARAM_OPTIONS = ['constraint', 'eventDim'];

export interface SampleOptions {
  /** Data: the value of the site, [...batch, ...event]; it need not fill the plates. */
  readonly obs?: Tensor;
  readonly infer?: Infer;
}

/**
 * A random choice named `name`: a draw from `dist`, or the data given as `obs`.
 *
 * @returns the value [...enumeration dims, ...batch, ...event]
 * @throws SiteError if a draw is needed and no `seed` is active
 * @throws ShapeError if value, mask or scale do not fit the batch and the plates
 */
export function sample(name: string, dist: Distribution, options: SampleOptions = {}): Tensor {
  checkOptionNames(`sample("${name}")`, options, SAMPLE_OPTIONS);
  const { obs, infer = {} } = options;
  if (obs !== undefined && isUnhandled()) warn(`sample("${name}"): obs has no effect outside inference.`);
  const observed = obs !== undefined;
  const site = perform({
    type: 'sample',
    name,
    dist,
    value: obs,
    observed,
    scale: 1,
    mask: true,
    plates: [],
    key: undefined,
    infer,
  });
  checkSample(site);
  return site.value;
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
  const site = perform({ type: 'param', name, init, constraint, eventDim, plates: [] });
  return eventDim === undefined ? site.value : sliceForPlates(`param("${name}")`, site.value, site.plates, eventDim);
}

/**
 * Adds a term to the log density of the program.
 *
 * @param logFactor nats, of batch shape
 * @param options in a guide, `hasRsample` must say whether the term came from reparameterised draws
 */
export function factor(name: string, logFactor: Tensor, options: { readonly hasRsample?: boolean } = {}): void {
  const dist = unit({ logFactor });
  const gradient =
    options.hasRsample === undefined ? {} : ({ gradient: options.hasRsample ? 'reparam' : 'score' } as const);
  sample(name, dist, { obs: dist.sample([0, 0]), infer: { isAuxiliary: true, ...gradient } });
}

/** Records a computed value under a name; it adds no density. */
export function deterministic(name: string, value: Tensor): Tensor {
  return perform({ type: 'deterministic', name, value, plates: [] }).value;
}

/** Cuts full `data` [...batch, ...event] to the indices of the subsampled plates around. */
export function subsample(data: Tensor, options: { readonly eventDim: number }): Tensor {
  return perform({ type: 'subsample', name: 'data', data, eventDim: options.eventDim, plates: [] }).value;
}

/** A fresh random key for the program's own use, from the `seed` around it. */
export function nextKey(name: string): Key {
  return perform({ type: 'key', name, purpose: 'sample' }).value;
}
