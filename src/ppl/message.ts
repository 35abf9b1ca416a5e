import type { Tensor } from '@tensorflow/tfjs-core';
import type { Constraint, Distribution } from '../dist/index.js';
import type { Key } from '../num/index.js';

/** One plate around a site. A sequential plate has no `dim` but the number of its iteration. */
export interface Frame {
  readonly name: string;
  /** The negative batch dim that the plate holds. */
  readonly dim?: number;
  /** How many indices take part in this run; undefined for a plate without a size. */
  readonly size: number | undefined;
  /** How many indices there are in all. */
  readonly fullSize: number | undefined;
  /** The indices that take part, where they are not all of them in order. */
  readonly indices?: readonly number[];
  readonly iteration?: number;
}

/** One `markov` construct around a site. */
export interface MarkovMark {
  readonly history: number;
  /** The sites of the current position, of `back` positions before it, and of those kept at `ahead` positions after it. */
  names(back: number, ahead?: number): ReadonlySet<string>;
}

/** A baseline of a score-function site, of the shape of its plates; it must not depend on the site's own draw. */
export interface Baseline {
  /** The running mean of the cost over the steps before. */
  readonly decayingAverage?: boolean;
  /** The share of that mean that a step keeps, from 0 to below 1. Default: 0.9. */
  readonly decay?: number;
  /** A number for each index of the site's plates. */
  readonly value?: Tensor;
  /** A function of `input`, whose parameters are trained to predict the cost. */
  readonly net?: (input: Tensor) => Tensor;
  /** What `net` gets, without gradient. */
  readonly input?: Tensor;
}

/** Hints of a site for inference algorithms; all optional. */
export interface Infer {
  /** Sum over all values of the support, held together in a tensor dim of their own. */
  readonly enumerate?: 'parallel' | 'sequential';
  /** Whether the values of an enumerated site are expanded to its whole batch (they need not be). */
  readonly expand?: boolean;
  /** Instead of all values of an enumerated site, this many draws, held together in a tensor dim of their own. */
  readonly numSamples?: number;
  /** A site of the guide that the model need not have. */
  readonly isAuxiliary?: boolean;
  /** Forces an estimator of gradients: the score function where draws could be reparameterised, or the biased straight-through. */
  readonly gradient?: 'score' | 'reparam' | 'straightThrough';
  /** What is taken off the cost that a site's score term is multiplied by. */
  readonly baseline?: Baseline;
  /** Set by `uncondition` on a site that had data, with those data. */
  readonly wasObserved?: boolean;
  readonly obs?: Tensor;
  /** Set by `intervene` on what the program sees of a site whose value was replaced. */
  readonly isIntervened?: boolean;
}

export type Mask = boolean | Tensor;
export type Scale = number | Tensor;

export interface SampleMessage {
  readonly type: 'sample';
  readonly name: string;
  readonly dist: Distribution;
  readonly value?: Tensor | undefined;
  readonly observed: boolean;
  readonly scale: Scale;
  readonly mask: Mask;
  readonly plates: readonly Frame[];
  readonly key?: Key | undefined;
  readonly infer: Infer;
  /** The `markov` constructs around it, outermost first. */
  readonly markov?: readonly MarkovMark[] | undefined;
}

/** A starting value, or a function that makes one, called only when no value exists; it gets a random key if it takes one. */
export type Init = Tensor | ((key: Key) => Tensor);

export interface ParamMessage {
  readonly type: 'param';
  readonly name: string;
  readonly init: Init | undefined;
  readonly constraint: Constraint;
  readonly eventDim: number | undefined;
  /** Hints of `inferConfig`; the algorithms here take none at parameters. */
  readonly infer: Infer;
  readonly value?: Tensor;
  readonly plates: readonly Frame[];
  readonly key?: Key;
}

export interface DeterministicMessage {
  readonly type: 'deterministic';
  readonly name: string;
  readonly value: Tensor;
  readonly plates: readonly Frame[];
}

/** The indices of a plate and the dim it is given. */
export interface PlateValue {
  readonly indices: readonly number[] | undefined;
  readonly dim?: number | undefined;
}

/** Which indices take part: given, drawn without replacement, or made by a function of a random key. */
export type Subsample = readonly number[] | ((key: Key) => readonly number[]);

export interface PlateMessage {
  readonly type: 'plate';
  readonly name: string;
  readonly size: number | undefined;
  readonly isSequential: boolean;
  readonly subsampleSize: number | undefined;
  readonly subsample: Subsample | undefined;
  readonly dim: number | undefined;
  readonly value?: PlateValue;
  readonly plates: readonly Frame[];
  readonly key?: Key;
}

/** Asks for data to be cut to the indices of the plates around. */
export interface SubsampleMessage {
  readonly type: 'subsample';
  readonly name: string;
  readonly eventDim: number;
  readonly data: Tensor;
  readonly value?: Tensor;
  readonly plates: readonly Frame[];
}

/** Asks for a random key, as a site of that name and kind would. */
export interface KeyMessage {
  readonly type: 'key';
  readonly name: string;
  readonly purpose: 'sample' | 'param' | 'plate';
  readonly value?: Key;
}

/** Asks for the value that a parameter has outside, without declaring it there. */
export interface StoredMessage {
  readonly type: 'stored';
  readonly name: string;
  readonly value?: { readonly tensor: Tensor | undefined };
}

/** Asks which plates are around. */
export interface FramesMessage {
  readonly type: 'frames';
  readonly name: string;
  readonly value?: readonly Frame[];
  readonly plates: readonly Frame[];
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
/** An answered message. */
export type Site<M extends Message = Message> = M & { readonly value: NonNullable<M['value']> };
/** What a trace records. */
export type TracedSite = Site<SampleMessage> | Site<ParamMessage> | Site<DeterministicMessage>;
/** What a handler does with one kind of message: `outer` passes it on to the handlers further out. */
export type Rule<M extends Message> = (message: M, outer: (message: M) => Site<M>) => Site<M>;
export type Handler = { readonly [T in Message['type']]?: Rule<MessageOf<T>> };

/** A probabilistic program: any synchronous function that calls primitives. */
export type Program<Args extends readonly unknown[] = readonly unknown[], R = unknown> = (...args: Args) => R;

/** A message as it is written in errors: `sample("z")`. */
export function nameOf(message: Message): string {
  return message.type === 'stored' ? `param("${message.name}")` : `${message.type}("${message.name}")`;
}
