import * as tf from '@tensorflow/tfjs-core';
import {
  ArgumentError,
  EstimatorError,
  fold,
  NumericError,
  tidied,
  valueAndGradients,
  warn,
  type Key,
} from '../num/index.js';
import { checkOptionNames, handle, type Program } from '../ppl/index.js';
import { describeNonFinite } from './diagnose.js';
import type { Objective } from './elbo/objective.js';
import type { ProgramPair, TracedPair } from './elbo/runPair.js';
import { globalNorm, type Optimizer, type Tensors } from './optim/index.js';
import { collectParams, constrain, declaredAs } from './params.js';
import { checkReport, stepReport, type ReportName, type StepReport } from './stepReport.js';
import { cloned, disposeState, type SviState } from './state.js';
import { substituteKnown } from './substituteKnown.js';

export interface SviOptions<Args extends readonly unknown[]> {
  readonly model: Program<Args>;
  readonly guide: Program<Args>;
  readonly optimizer: Optimizer;
  readonly elbo: Objective;
  /**
   * What to do about a loss or gradient that is not finite: raise a NumericError (the default), leave the update out, or go on
   * with it; the latter two warn. Each names the step, the first bad site and its inputs.
   */
  readonly onNonFinite?: 'raise' | 'skip' | 'allow';
  /** What `step` says beyond the loss; site terms take one more run of guide and model a step. Default: nothing. */
  readonly report?: readonly ReportName[];
}

export interface StepInfo extends StepReport {
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
  /** One update, of the parameters that the run meets. Consumes `state` unless it throws. @throws NumericError, ParamError, EstimatorError */
  step(state: SviState, ...args: Args): { readonly state: SviState; readonly info: StepInfo };
  /** The loss at `state`, in nats; changes nothing, and gives the same number for the same state and arguments. */
  evaluate(state: SviState, ...args: Args): number;
  /**
   * The loss that `step` would see at `state`, and its gradients by the parameters that the run meets, in unconstrained coordinates; changes
   * nothing. The caller owns the gradients.
   */
  lossAndGradients(state: SviState, ...args: Args): { readonly loss: number; readonly gradients: Tensors };
  /** The constrained values; the caller owns them. */
  params(state: SviState): Record<string, tf.Tensor>;
}

/**
 * Stochastic variational inference: minimises an objective over the parameters of a model and its guide.
 *
 * @throws ArgumentError if an option is unknown
 */
export function svi<Args extends readonly unknown[]>(options: SviOptions<Args>): Svi<Args> {
  checkOptionNames('svi', options, ['model', 'guide', 'optimizer', 'elbo', 'onNonFinite', 'report']);
  checkReport(options.report ?? []);
  checkPolicy(options.onNonFinite ?? 'raise');
  checkObjective(options.elbo);
  return {
    init: (key, ...args) => tidied(() => startingState(options, key, args)),
    step: (state, ...args) => tidied(() => takeStep(options, state, args)),
    evaluate: (state, ...args) =>
      tf.tidy(() => {
        const key = fold(fold(state.key, 'evaluate'), state.step);
        return read(lossAt(options, state, args, { key, params: state.params }));
      }),
    lossAndGradients: (state, ...args) => tidied(() => differentiate(options, state, args)),
    params: (state) => {
      checkUnused(state);
      return tf.tidy(() => cloned(constrain(state.params, state.declarations)));
    },
  };
}

function startingState<Args extends readonly unknown[]>(options: SviOptions<Args>, key: Key, args: Args): SviState {
  checkKey(key);
  const pair = pairWith(options, args);
  const { params, declarations } = collectParams(pair, fold(key, 'init'));
  const known = substituteKnown(constrain(params, declarations));
  const plan = handle(known, () => options.elbo.prepare(pair, fold(key, 'init')));
  return { params, declarations, optimizer: options.optimizer.init(params), key, step: 0, plan, baselines: {} };
}

type Step = ReturnType<Svi<readonly unknown[]>['step']>;

function takeStep<Args extends readonly unknown[]>(options: SviOptions<Args>, state: SviState, args: Args): Step {
  const start = performance.now();
  checkParams(state);
  const key = fold(state.key, state.step);
  let { baselines } = state;
  const { loss, gradients } = differentiate(options, state, args, (means) => (baselines = means));
  const gradientNorm = read(globalNorm(gradients));
  const { elbo, report = [] } = options;
  const details = stepReport(report, gradients, elbo, () => runsAt(options, state, args, key));
  const isFinite = Number.isFinite(loss) && Number.isFinite(gradientNorm);
  const isSkipped = !isFinite && mustSkip(options, state, { loss, gradients, args, key });
  // What a skipped step saw is not finite, and so is no part of a mean.
  const next = isSkipped
    ? { ...state, step: state.step + 1 }
    : { ...updated(options.optimizer, state, gradients), baselines };
  const seconds = (performance.now() - start) / 1000;
  return { state: next, info: { loss, gradientNorm, isFinite, isSkipped, seconds, ...details } };
}

/** The loss that a step sees, and its gradients by the parameters that the run meets. */
function differentiate<Args extends readonly unknown[]>(
  options: SviOptions<Args>,
  state: SviState,
  args: Args,
  keep?: Notes['keep'],
): { loss: number; gradients: Tensors } {
  const met = new Set<string>();
  const key = fold(state.key, state.step);
  const lossOf = (params: Tensors): tf.Scalar => lossAt(options, state, args, { key, params, keep, met });
  const { value, gradients } = valueAndGradients(lossOf, state.params);
  return {
    loss: read(value),
    gradients: Object.fromEntries(Object.entries(gradients).filter(([name]) => met.has(name))),
  };
}

interface At extends Notes {
  readonly key: Key;
  /** Unconstrained values. */
  readonly params: Tensors;
}

function lossAt<Args extends readonly unknown[]>(
  options: SviOptions<Args>,
  state: SviState,
  args: Args,
  { key, params, met, keep = () => undefined }: At,
): tf.Scalar {
  checkUnused(state);
  const loss = (): tf.Scalar =>
    options.elbo.loss(pairWith(options, args), key, state.plan, { means: state.baselines, keep });
  return handle(substituteKnown(constrain(params, state.declarations), met), () =>
    handle(declaredAs(state.declarations), loss),
  );
}

/** What a run of the objective has to say beside its loss. */
interface Notes {
  readonly keep?: ((means: SviState['baselines']) => void) | undefined;
  /** Gets the names of the parameters that the run met. */
  readonly met?: Set<string> | undefined;
}

/** For callers in JavaScript. */
function checkPolicy(policy: string): void {
  if (['raise', 'skip', 'allow'].includes(policy)) return;
  throw new ArgumentError({ where: 'svi.onNonFinite', expected: "'raise', 'skip' or 'allow'", got: `'${policy}'` });
}

/** For callers in JavaScript. */
function checkObjective(elbo: unknown): void {
  if (typeof elbo === 'object' && elbo !== null && 'loss' in elbo) return;
  const hint = typeof elbo === 'function' ? `${elbo.name}()` : 'traceElbo()';
  throw new ArgumentError({ where: 'svi.elbo', expected: 'an objective', got: typeof elbo, hint });
}

function checkKey(key: unknown): void {
  if (Array.isArray(key) && key.length === 2) return;
  throw new ArgumentError({ where: 'svi.init', expected: 'a key as first argument', got: typeof key, hint: 'key(0)' });
}

/** A step consumes its state. @throws ArgumentError if one has */
function checkUnused({ params }: SviState): void {
  if (!Object.values(params).some((param) => param.isDisposed)) return;
  throw new ArgumentError({
    where: 'svi',
    expected: 'a state whose tensors are there',
    got: 'one that a step or disposeState has consumed',
    hint: 'the state that step gave back, or copyState before it',
  });
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
  const { onNonFinite = 'raise' } = options;
  const pairs = runsAt(options, state, bad.args, bad.key);
  const got = `a loss of ${bad.loss} at step ${state.step}; ${describeNonFinite(pairs, bad.gradients)}`;
  if (onNonFinite !== 'raise') {
    warn(`svi.step: ${onNonFinite === 'skip' ? 'skipped an update' : 'went on with an update'}, got ${got}.`);
    return onNonFinite === 'skip';
  }
  throw new NumericError({
    where: 'svi.step',
    expected: 'a finite loss and gradient',
    got,
    hint: "a smaller learning rate, clipNorm, a constraint on the parameter, or onNonFinite: 'skip'",
  });
}

/** What the loss at a state was computed from. */
function runsAt<Args extends readonly unknown[]>(
  options: SviOptions<Args>,
  state: SviState,
  args: Args,
  key: Key,
): TracedPair[] {
  const known = substituteKnown(constrain(state.params, state.declarations));
  return handle(known, () => options.elbo.traces(pairWith(options, args), key, state.plan));
}

/** TypeScript cannot carry the arguments' types through the objective, which only ever passes `args` on. */
function pairWith<Args extends readonly unknown[]>({ model, guide }: SviOptions<Args>, args: Args): ProgramPair {
  // An objective may call the guide with more behind its arguments.
  const all = (more: readonly unknown[]): Args => [...args, ...more] as readonly unknown[] as Args;
  return { model: () => model(...args), guide: (...more) => guide(...all(more)), args: [] };
}

function read(scalar: tf.Scalar): number {
  return scalar.dataSync()[0] ?? NaN;
}
