/*
 * Kiln in small: the whole idea of effect handlers and of an ELBO that sums discrete choices, in one file.
 *
 * Programs call `sample`, `param` and `plate`, which do nothing by themselves: each sends a message through the handlers that are
 * active, and each handler may answer it, change it or remember it. Traces, replays and enumeration are such handlers, and
 * inference is a few lines on top of them. Distributions, keys and gradients are the library's.
 *
 *   node examples/run.js mini
 *
 * docs/guide/mini.md walks through it.
 */
import * as tf from '@tensorflow/tfjs-core';
import { dist, fold, key, logSumExp, valueAndGradients, vindex, type Key } from 'kiln-ppl';

type Program = () => unknown;
export type Params = Readonly<Record<string, tf.Tensor>>;

/** What a primitive asks for. Handlers fill in the value. */
export interface Message {
  readonly type: 'sample' | 'param';
  readonly name: string;
  dist?: dist.Distribution;
  /** How a parameter starts. */
  readonly init?: () => tf.Tensor;
  value: tf.Tensor | undefined;
  readonly isObserved: boolean;
  /** Whether all values are to be tried at once, and the batch dim that then runs over them. */
  readonly isMarked: boolean;
  enumDim?: number;
  plate?: string;
}

/** Looks at a message on its way out, and once it has its value. */
interface Handler {
  before?(message: Message): void;
  after?(message: Message): void;
}

const handlers: Handler[] = [];

function within<R>(handler: Handler, body: () => R): R {
  handlers.push(handler);
  try {
    return body();
  } finally {
    handlers.pop();
  }
}

/** Sends a message through the handlers, the innermost first. */
function perform(message: Message): tf.Tensor {
  const innermostFirst = handlers.toReversed();
  for (const handler of innermostFirst) handler.before?.(message);
  message.value ??= message.init?.();
  if (message.value === undefined) throw new Error(`${message.name} has no value: run the program inside seed(key, …)`);
  for (const handler of innermostFirst) handler.after?.(message);
  return message.value;
}

// The primitives.

export function sample(
  name: string,
  distribution: dist.Distribution,
  { obs, enumerate = false }: { obs?: tf.Tensor; enumerate?: boolean } = {},
): tf.Tensor {
  const isObserved = obs !== undefined;
  return perform({ type: 'sample', name, dist: distribution, value: obs, isObserved, isMarked: enumerate });
}

export function param(name: string, init: () => tf.Tensor): tf.Tensor {
  return perform({ type: 'param', name, init, value: undefined, isObserved: false, isMarked: false });
}

/** Independent sites side by side, in the last batch dim; there is one plate at a time. */
export function plate<R>(name: string, size: number, body: () => R): R {
  const before = (message: Message): void => {
    if (message.dist === undefined) return;
    message.plate = name;
    message.dist = message.dist.expand([...message.dist.batchShape.slice(0, -1), size]);
  };
  return within({ before }, body);
}

// The handlers.

/** Draws what has no value yet; a site's draw depends on the key and its name alone. */
function seed<R>(root: Key, body: () => R): R {
  const before = (message: Message): void => {
    const own = fold(fold(root, message.name), 0);
    const { dist: d } = message;
    if (d !== undefined) message.value ??= d.hasRsample ? d.rsample(own) : d.sample(own);
  };
  return within({ before }, body);
}

type Trace = Map<string, Message>;

/** Remembers what happened. */
function trace(body: Program): Trace {
  const sites: Trace = new Map();
  within({ after: (message) => void sites.set(message.name, message) }, body);
  return sites;
}

/** Gives latent sites the values that they have in a trace. */
function replay<R>(old: Trace, body: () => R): R {
  const before = (message: Message): void => {
    const site = message.type === 'sample' ? old.get(message.name) : undefined;
    if (site !== undefined && !message.isObserved) message.value = site.value;
  };
  return within({ before }, body);
}

export function substitute<R>(params: Params, body: () => R): R {
  const before = (message: Message): void => {
    if (message.type === 'param') message.value = params[message.name];
  };
  return within({ before }, body);
}

/** Gives each marked site all of its values at once, along a batch dim of its own, left of the plate's and of those before. */
function enumerate<R>(taken: { dims: number }, body: () => R): R {
  const before = (message: Message): void => {
    if (!message.isMarked || message.value !== undefined || message.dist === undefined) return;
    const support = message.dist.enumerateSupport(false);
    const [count = 0] = support.shape;
    const ones = Array<number>(taken.dims).fill(1);
    message.value = tf.reshape(support, [count, ...ones, ...message.dist.eventShape]);
    taken.dims += 1;
    message.enumDim = -taken.dims;
  };
  return within({ before }, body);
}

// Inference.

/**
 * Minus an estimate of the evidence lower bound, E_q [log p(x, z) - log q(z)], without the noise of marked choices: those of the model
 * are summed out of p, those of the guide are weighed by q. All other sites of the guide must be reparameterised.
 */
export function traceEnumLoss(model: Program, guide: Program, root: Key): tf.Scalar {
  // The plate has the last dim.
  const taken = { dims: 1 };
  const q = trace(() => seed(fold(root, 'guide'), () => enumerate(taken, guide)));
  const p = trace(() => seed(fold(root, 'model'), () => enumerate(taken, () => replay(q, model))));
  const [guideSites, modelSites] = [[...q.values()], [...p.values()]];
  const summed = modelSites.flatMap(({ enumDim }) => enumDim ?? []);
  const local = (sites: readonly Message[]): tf.Tensor => sum(sites.filter((site) => site.plate !== undefined));
  const global = (sites: readonly Message[]): tf.Tensor => sum(sites.filter((site) => site.plate === undefined));
  const evidence = summed.reduce((logP, dim) => logSumExp(logP, logP.rank + dim, true), local(modelSites));
  const weight = tf.exp(sum(guideSites.filter(({ enumDim }) => enumDim !== undefined)));
  const inPlate = tf.sum(tf.mul(weight, tf.sub(evidence, local(guideSites))));
  return tf.neg(tf.add(inPlate, tf.sub(global(modelSites), global(guideSites)))) as tf.Scalar;
}

/** The sum of the log probabilities of some sites, broadcast against each other. */
function sum(sites: readonly Message[]): tf.Tensor {
  const logProbs = sites.flatMap(({ dist: d, value }) =>
    d === undefined || value === undefined ? [] : d.logProb(value),
  );
  return logProbs.reduce<tf.Tensor>((total, one) => tf.add(total, one), tf.scalar(0));
}

/** All parameters that model and guide declare, as they start. */
export function start(model: Program, guide: Program, root: Key): Params {
  return tf.tidy(() => {
    const q = trace(() => seed(root, guide));
    const p = trace(() => seed(root, () => replay(q, model)));
    const params = [...q.values(), ...p.values()].filter(({ type }) => type === 'param');
    return Object.fromEntries(params.map(({ name, value = tf.scalar(NaN) }) => [name, value]));
  });
}

/** One step of stochastic variational inference, by plain gradient descent. The caller owns the new parameters. */
export function step(
  model: Program,
  guide: Program,
  params: Params,
  root: Key,
  learningRate: number,
): { readonly loss: number; readonly params: Params } {
  return tf.tidy(() => {
    const { value, gradients } = valueAndGradients(
      (named) => substitute(named, () => traceEnumLoss(model, guide, root)),
      params,
    );
    const moved = Object.entries(params).map(([name, x]) => {
      const slope = gradients[name];
      return [name, slope === undefined ? x : tf.sub(x, tf.mul(slope, learningRate))] as const;
    });
    return { loss: value.dataSync()[0] ?? NaN, params: Object.fromEntries(moved) };
  });
}

// A mixture of two groups of numbers: where their centres lie is learnt, to which a number belongs is summed out.

const DATA = [-2.1, -1.8, -2.4, 1.9, 2.2, 2.6, 1.7];

export function model(): void {
  const locs = param('locs', () => tf.tensor1d([-1, 1]));
  const share = tf.sigmoid(param('share', () => tf.scalar(0)));
  plate('numbers', DATA.length, () => {
    const group = sample('group', dist.bernoulli({ probs: share }), { enumerate: true });
    sample('x', dist.normal({ loc: vindex(locs, [group]), scale: 0.5 }), { obs: tf.tensor1d(DATA) });
  });
}

export function run(numSteps = 200): { readonly loss: number; readonly locs: readonly number[] } {
  const guide = (): void => undefined;
  let state = { loss: NaN, params: start(model, guide, key(0)) };
  for (let i = 0; i < numSteps; i += 1) {
    const next = step(model, guide, state.params, fold(key(0), i), 0.02);
    tf.dispose({ ...state.params });
    state = next;
  }
  const locs = Array.from(state.params['locs']?.dataSync() ?? []);
  console.log(`loss ${state.loss.toFixed(2)}, centres ${locs.map((loc) => loc.toFixed(2)).join(' and ')}`);
  return { loss: state.loss, locs };
}
