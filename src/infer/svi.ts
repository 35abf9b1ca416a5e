import * as tf from '@tensorflow/tfjs-core';
import { fold, NumericError, valueAndGradients, warn, type Key } from '../num/index.js';
import { handle, type Program } from '../ppl/index.js';
import { describeNonFinite } from './diagnose.js';
import type { Objective, Plan, ProgramPair } from './elbo/index.js';
import { globalNorm, type Optimizer, type OptimizerState, type Tensors } from './optim/index.js';
import { collectParams, constrain, type Declaration } from './params.js';
import { substituteKnown } from './substituteKnown.js';

export interface SviOptions<Args extends readonly unknown[]> {
  readonly model: Program<Args>;
  readonly guide: Program<Args>;
  readonly optimizer: Optimizer;
  readonly elbo: Objective;
  /** What to do about a loss or gradient that is not finite. Default: raise a NumericError. */
  readonly onNonFinite?: 'raise' | 'skip' | 'allow';
}

/** All that training needs to go on: plain data and tensors. */
export interface SviState {
  /** Unconstrained values by parameter. */
  readonly params: Tensors;
  /** The constraint of each parameter, by the name that the registry of constraints knows. */
  readonly declarations: Readonly<Record<string, Declaration>>;
  readonly optimizer: OptimizerState;
  readonly key: Key;
  readonly step: number;
  readonly plan: Plan;
}

export interface StepInfo {
  /** The estimate of the objective before the step, in nats. */
  readonly loss: number;
  /** The Euclidean norm of the gradient in unconstrained coordinates. */
  readonly gradientNorm: number;
  readonly isFinite: boolean;
  /** Whether the update was left out because the loss or gradient was not finite. */
  readonly isSkipped: boolean;
  readonly seconds: number;
}

export interface Svi<Args extends readonly unknown[]> {
  /** Runs guide and model once, checks them, and collects their parameters. */
  init(key: Key, ...args: Args): SviState;
  /** One update. Consumes `state` unless it throws. @throws NumericError, ParamError */
  step(state: SviState, ...args: Args): { readonly state: SviState; readonly info: StepInfo };
  /** The loss at `state`, in nats; changes nothing, and gives the same number for the same state and arguments. */
  evaluate(state: SviState, ...args: Args): number;
  /** The constrained values; the caller owns them. */
  params(state: SviState): Record<string, tf.Tensor>;
}

/** Stochastic variational inference: minimises an objective over the parameters of a model and its guide. */
export function svi<Args extends readonly unknown[]>(options: SviOptions<Args>): Svi<Args> {
  const { optimizer, elbo } = options;
  const pairOf = (args: Args): ProgramPair => pairWith(options, args);
  const lossAt = (state: SviState, pair: ProgramPair, key: Key, params: Tensors): tf.Scalar =>
    handle(substituteKnown(constrain(params, state.declarations)), () => elbo.loss(pair, key, state.plan));
  return {
    init: (key, ...args) => {
      const pair = pairOf(args);
      const { params, declarations } = collectParams(pair, fold(key, 'init'));
      const constrained = constrain(params, declarations);
      const plan = handle(substituteKnown(constrained), () => elbo.prepare(pair, fold(key, 'init')));
      disposeDerived(constrained, params);
      return { params, declarations, optimizer: optimizer.init(params), key, step: 0, plan };
    },
    step: (state, ...args) => {
      const start = performance.now();
      const pair = pairOf(args);
      const stepKey = fold(state.key, state.step);
      const { value, gradients } = valueAndGradients((params) => lossAt(state, pair, stepKey, params), state.params);
      const [loss, gradientNorm] = readBoth(value, globalNorm(gradients));
      const isFinite = Number.isFinite(loss) && Number.isFinite(gradientNorm);
      const isSkipped = !isFinite && mustSkip(options, state, { loss, gradients, pair, key: stepKey });
      const next = isSkipped ? { ...state, step: state.step + 1 } : updated(optimizer, state, gradients);
      tf.dispose(gradients);
      return { state: next, info: { loss, gradientNorm, isFinite, isSkipped, seconds: (performance.now() - start) / 1000 } };
    },
    evaluate: (state, ...args) =>
      tf.tidy(() => read(lossAt(state, pairOf(args), fold(fold(state.key, 'evaluate'), state.step), state.params))),
    params: (state) => tf.tidy(() => cloned(constrain(state.params, state.declarations))),
  };
}

/** An independent copy of a state, which survives the step that consumes the original. */
export function copyState(state: SviState): SviState {
  const moments = Object.entries(state.optimizer.moments).map(([name, tensors]) => [name, cloned(tensors)] as const);
  return {
    ...state,
    params: cloned(state.params),
    optimizer: { ...state.optimizer, moments: Object.fromEntries(moments) },
  };
}

/** Frees the tensors of a state that is no longer needed. */
export function disposeState(state: SviState): void {
  tf.dispose(state.params);
  for (const tensors of Object.values(state.optimizer.moments)) tf.dispose(tensors);
}

function updated(optimizer: Optimizer, state: SviState, gradients: Tensors): SviState {
  const { params, state: optimizerState } = optimizer.update(gradients, state.optimizer, state.params);
  disposeState(state);
  return { ...state, params, optimizer: optimizerState, step: state.step + 1 };
}

interface BadStep {
  readonly loss: number;
  readonly gradients: Tensors;
  readonly pair: ProgramPair;
  readonly key: Key;
}

/** @throws NumericError naming the step, the first bad site or parameter, if that is what the options ask for */
function mustSkip<Args extends readonly unknown[]>(options: SviOptions<Args>, state: SviState, bad: BadStep): boolean {
  const { onNonFinite = 'raise' } = options;
  if (onNonFinite === 'allow') return false;
  const constrained = constrain(state.params, state.declarations);
  const culprit = handle(substituteKnown(constrained), () => describeNonFinite(bad.pair, bad.key, bad.gradients));
  disposeDerived(constrained, state.params);
  const got = `${bad.loss} at step ${state.step}; ${culprit}`;
  if (onNonFinite === 'skip') {
    warn(`svi.step: skipped an update: the loss was ${got}.`);
    return true;
  }
  tf.dispose(bad.gradients);
  throw new NumericError({
    where: 'svi.step',
    expected: 'a finite loss and gradient',
    got: `a loss of ${got}`,
    hint: "a smaller learning rate, clipNorm, a constraint on the parameter, or onNonFinite: 'skip'",
  });
}

/** TypeScript cannot carry the arguments' types through the objective, which only ever passes `args` on. */
function pairWith<Args extends readonly unknown[]>({ model, guide }: SviOptions<Args>, args: Args): ProgramPair {
  return { model: () => model(...args), guide: () => guide(...args), args: [] };
}

function read(scalar: tf.Scalar): number {
  return scalar.dataSync()[0] ?? NaN;
}

function readBoth(a: tf.Scalar, b: tf.Scalar): [number, number] {
  const both = [read(a), read(b)] satisfies [number, number];
  tf.dispose([a, b]);
  return both;
}

function cloned(tensors: Tensors): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)]));
}

/** Frees constrained values that are not the unconstrained tensors themselves. */
function disposeDerived(constrained: Tensors, params: Tensors): void {
  for (const [name, tensor] of Object.entries(constrained)) if (tensor !== params[name]) tf.dispose(tensor);
}

