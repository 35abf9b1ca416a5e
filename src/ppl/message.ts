import type { Tensor } from '@tensorflow/tfjs-core';
import type { Constraint, Distribution } from '../dist/index.js';
import type { Key } from '../num/index.js';

/** One plate around a site. A sequential plate has an `iteration` in place of a `dim`. */
export interface Frame {
  readonly name: string;
  /** The batch dim of the plate, negative. */
  readonly dim?: number;
  /** The number of indices in this run, after subsampling; undefined for a plate without a size. */
  readonly size: number | undefined;
  /** The number of indices before subsampling. */
  readonly fullSize: number | undefined;
  /** The subsampled indices; undefined without subsampling. */
  readonly indices?: readonly number[];
  readonly iteration?: number;
}

/** One `markov` construct around a site. */
export interface MarkovMark {
  readonly history: number;
  /** The sites at the current position, at up to `back` positions before it, and at up to `ahead` kept positions after it. */
  names(back: number, ahead?: number): ReadonlySet<string>;
}

/** The baseline of a score-function site, in the shape of its plates; it must not depend on the draw of the site. */
export interface Baseline {
  /** Use the running mean of the cost over the previous steps. */
  readonly decayingAverage?: boolean;
  /** The weight of the old mean in each step, from 0 to below 1. Default: 0.9. */
  readonly decay?: number;
  /** One number for each index of the plates around the site. */
  readonly value?: Tensor;
  /** A function of `input` whose parameters are trained to predict the cost. */
  readonly net?: (input: Tensor) => Tensor;
  /** The argument of `net`; gradients do not flow into it. */
  readonly input?: Tensor;
}

/** Hints of a site for inference algorithms; all optional. */
export interface Infer {
  /** Sum over the support: all values at once in a new batch dim, or one value in each run. */
  readonly enumerate?: 'parallel' | 'sequential';
  /** Whether the values of an enumerated site are expanded to its batch shape. */
  readonly expand?: boolean;
  /** The number of draws, in a new batch dim, that stand in for the support of an enumerated site. */
  readonly numSamples?: number;
  /** A site of the guide that the model may lack. */
  readonly isAuxiliary?: boolean;
  /** Overrides the gradient estimator. 'straightThrough' is biased. */
  readonly gradient?: 'score' | 'reparam' | 'straightThrough';
  readonly baseline?: Baseline;
  /** Set by `uncondition` at a site that was observed, together with its data. */
  readonly wasObserved?: boolean;
  readonly obs?: Tensor;
  /** Set by `intervene` at the site that the program sees. */
  readonly isIntervened?: boolean;
}

export type Mask = boolean | Tensor;
export type Scale = number | Tensor;

interface InPlates<Type extends string> {
  readonly type: Type;
  readonly name: string;
  /** The plates around, outermost first. */
  readonly plates: readonly Frame[];
}

export interface SampleMessage extends InPlates<'sample'> {
  readonly dist: Distribution;
  readonly value?: Tensor | undefined;
  readonly observed: boolean;
  readonly scale: Scale;
  readonly mask: Mask;
  readonly key?: Key | undefined;
  readonly infer: Infer;
  /** The `markov` constructs around the site, outermost first. */
  readonly markov?: readonly MarkovMark[] | undefined;
}

/** An initial value, or a function that makes it. The function is called only if there is no value; its argument is a random key. */
export type Init = Tensor | ((key: Key) => Tensor);

export interface ParamMessage extends InPlates<'param'> {
  readonly init: Init | undefined;
  readonly constraint: Constraint;
  readonly eventDim: number | undefined;
  /** Hints of `inferConfig`; no algorithm here reads them. */
  readonly infer: Infer;
  readonly value?: Tensor;
  readonly key?: Key;
}

export interface DeterministicMessage extends InPlates<'deterministic'> {
  readonly value: Tensor;
}

/** The subsampled indices of a plate and its dim. */
export interface PlateValue {
  readonly indices: readonly number[] | undefined;
  readonly dim?: number | undefined;
}

/** The indices of a subsample, or a function that draws them. */
export type Subsample = readonly number[] | ((key: Key) => readonly number[]);

export interface PlateMessage extends InPlates<'plate'> {
  readonly size: number | undefined;
  readonly isSequential: boolean;
  readonly subsampleSize: number | undefined;
  readonly subsample: Subsample | undefined;
  readonly dim: number | undefined;
  readonly value?: PlateValue;
  readonly key?: Key;
}

/** Requests `data` at the indices of the subsampled plates around. */
export interface SubsampleMessage extends InPlates<'subsample'> {
  readonly eventDim: number;
  readonly data: Tensor;
  readonly value?: Tensor;
}

/** Requests the random key of a site. */
export interface KeyMessage {
  readonly type: 'key';
  readonly name: string;
  readonly purpose: 'sample' | 'param' | 'plate';
  readonly value?: Key;
}

/** Requests the current value of a parameter without declaring it. */
export interface StoredMessage {
  readonly type: 'stored';
  readonly name: string;
  readonly value?: { readonly tensor: Tensor | undefined };
}

/** Requests the plates around. */
export interface FramesMessage extends InPlates<'frames'> {
  readonly value?: readonly Frame[];
}

export type Message =
  | SampleMessage
  | ParamMessage
  | DeterministicMessage
  | PlateMessage
  | SubsampleMessage
  | KeyMessage
  | StoredMessage
  | FramesMessage;
export type MessageOf<T extends Message['type']> = Extract<Message, { type: T }>;
/** A message with a value. */
export type Site<M extends Message = Message> = M & { readonly value: NonNullable<M['value']> };
/** A site that a trace records. */
export type TracedSite = Site<SampleMessage> | Site<ParamMessage> | Site<DeterministicMessage>;
/** What a handler does with one kind of message; `outer` sends a message on to the handlers further out. */
export type Rule<M extends Message> = (message: M, outer: (message: M) => Site<M>) => Site<M>;
export type Handler = { readonly [T in Message['type']]?: Rule<MessageOf<T>> };

/** A model or guide: a synchronous function that calls primitives. */
export type Program<Args extends readonly unknown[] = readonly unknown[], R = unknown> = (...args: Args) => R;

/**
 * A copy of a sample message with some fields changed.
 *
 * Written out for speed: every handler makes a copy at every site, and to spread an object that was itself made by a spread takes
 * ten times as long.
 */
export function revise(message: SampleMessage, changes: Partial<Omit<SampleMessage, 'type' | 'name'>>): SampleMessage {
  return {
    type: 'sample',
    name: message.name,
    dist: changes.dist ?? message.dist,
    value: changes.value ?? message.value,
    observed: changes.observed ?? message.observed,
    scale: changes.scale ?? message.scale,
    mask: changes.mask ?? message.mask,
    plates: changes.plates ?? message.plates,
    key: changes.key ?? message.key,
    infer: changes.infer ?? message.infer,
    markov: changes.markov ?? message.markov,
  };
}

/** A message as it appears in errors: `sample("z")`. */
export function nameOf({ type, name }: Message): string {
  return `${type === 'stored' ? 'param' : type}("${name}")`;
}
