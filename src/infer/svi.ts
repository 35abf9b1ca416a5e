import * as tf from '@tensorflow/tfjs-core';
import { EstimatorError, fold, NumericError, valueAndGradients, warn, type Key } from '../num/index.js';
import { checkOptionNames, handle, type Program } from '../ppl/index.js';
import { describeNonFinite } from './diagnose.js';
import type { Objective, ProgramPair } from './elbo/index.js';
import { globalNorm, type Optimizer, type Tensors } from './optim/index.js';
import { collectParams, constrain } from './params.js';
import { cloned, disposeState, type SviState } from './state.js';
import { substituteKnown } from './substituteKnown.js';

export interface SviOptions<Args extends readonly unknown[]> {
  readonly model: Program<Args>;
  readonly guide: Program<Args>;
  readonly optimizer: Optimizer;
  readonly elbo: Objective;
  /** What to do about a loss or gradient that is not finite. Default: raise a NumericError. */
  readonly onNonFinite?: 'raise' | 'skip' | 'allow';
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
  /** One update. Consumes `state` unless it throws. @throws NumericError, ParamError, EstimatorError */
  step(state: SviState, ...args: Args): { readonly state: SviState; readonly info: StepInfo };
  /** The loss at `state`, in nats; changes nothing, and gives the same number for the same state and arguments. */
  evaluate(state: SviState, ...args: Args): number;
  /** The constrained values; the caller owns them. */
  params(state: SviState): Record<string, tf.Tensor>;
}

/**
 * Stochastic variational inference: minimises an objective over the parameters of a model and its guide.
 *
 * @throws ArgumentError if an option is unknown
 */
export function svi<Args extends readonly unknown[]>(options: SviOptions<Args>): Svi<Args> {
  checkOptionNames('svi', options, ['model', 'guide', 'optimizer', 'elbo', 'onNonFinite']);
  const { optimizer, elbo } = options;
  const lossAt = (state: SviState, args: Args, key: Key, params: Tensors): tf.Scalar =>
    handle(substituteKnown(constrain(params, state.declarations)), () =>
      elbo.loss(pairWith(options, args), key, state.plan),
    );
  return {
    init: (key, ...args) =>
      tidied(() => {
        const pair = pairWith(options, args);
        const { params, declarations } = collectParams(pair, fold(key, 'init'));
        const known = substituteKnown(constrain(params, declarations));
        const plan = handle(known, () => elbo.prepare(pair, fold(key, 'init')));
        return { params, declarations, optimizer: optimizer.init(params), key, step: 0, plan };
      }),
    step: (state, ...args) =>
      tidied(() => {
        const start = performance.now();
        checkParams(state);
        const key = fold(state.key, state.step);
        const { value, gradients } = valueAndGradients((params) => lossAt(state, args, key, params), state.params);
        const [loss, gradientNorm] = [read(value), read(globalNorm(gradients))];
        const isFinite = Number.isFinite(loss) && Number.isFinite(gradientNorm);
        const isSkipped = !isFinite && mustSkip(options, state, { loss, gradients, args, key });
        const next = isSkipped ? { ...state, step: state.step + 1 } : updated(optimizer, state, gradients);
        return {
          state: next,
          info: { loss, gradientNorm, isFinite, isSkipped, seconds: (performance.now() - start) / 1000 },
        };
      }),
    evaluate: (state, ...args) =>
      tf.tidy(() => read(lossAt(state, args, fold(fold(state.key, 'evaluate'), state.step), state.params))),
    params: (state) => tf.tidy(() => cloned(constrain(state.params, state.declarations))),
  };
}

/** `tf.tidy` finds the tensors of results that are plain data, as states are, however deep they lie. */
function tidied<T>(body: () => T): T {
  return tf.tidy(body as () => T & tf.TensorContainerObject);
}

function updated(optimizer: Optimizer, state: SviState, gradients: Tensors): SviState {
  const { params, state: optimizerState } = optimizer.update(gradients, state.optimizer, state.params);
  disposeState(state);
  return { ...state, params, optimizer: optimizerState, step: state.step + 1 };
}

function checkParams({ params }: SviState): void {
  if (Object.keys(params).length > 0) return;
  const hint = 'param for what is to be learnt, or evaluate to compute the loss only';
  throw new EstimatorError({ where: 'svi.step', expected: 'a model or guide with parameters', got: 'none', hint });
}

interface BadStep<Args> {
  readonly loss: number;
  readonly gradients: Tensors;
  readonly args: Args;
  readonly key: Key;
}

/** @throws NumericError naming the step, the first bad site or parameter, if that is what the options ask for */
function mustSkip<Args extends readonly unknown[]>(
  options: SviOptions<Args>,
  state: SviState,
  bad: BadStep<Args>,
): boolean {
  const { onNonFinite = 'raise', elbo } = options;
  if (onNonFinite === 'allow') return false;
  const known = substituteKnown(constrain(state.params, state.declarations));
  const pairs = handle(known, () => elbo.traces(pairWith(options, bad.args), bad.key, state.plan));
  const got = `a loss of ${bad.loss} at step ${state.step}; ${describeNonFinite(pairs, bad.gradients)}`;
  if (onNonFinite === 'skip') {
    warn(`svi.step: skipped an update, got ${got}.`);
    return true;
  }
  throw new NumericError({
    where: 'svi.step',
    expected: 'a finite loss and gradient',
    got,
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
