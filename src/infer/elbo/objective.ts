import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, fold, tidied, type Key } from '../../num/index.js';
import { checkOptionNames } from '../../ppl/index.js';
import { checkPair } from '../check/checkPair.js';
import { checkParticles } from '../check/particles.js';
import { PlateNestingError } from '../enumeration/errors.js';
import { sumOf } from '../logDensity.js';
import { inParticles } from '../particlePlate.js';
import { runEnumeratedPair, runPair, type ProgramPair, type TracedPair } from './runPair.js';

/** What an objective works out once about a pair of programs, before any gradient is taken. */
export interface Plan {
  /** The largest number of batch dims that the pair's plates hold. */
  readonly maxPlateNesting: number;
}

/** The running mean of a cost over steps, on the host. */
export interface RunningMean {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What baselines carry from one step to the next. */
export interface BaselineMemory {
  /** By guide site, as they were before the step. */
  readonly means: Readonly<Record<string, RunningMean>>;
  /** Receives those that are new after it. */
  keep(means: Readonly<Record<string, RunningMean>>): void;
}

/** A loss to minimise. */
export interface Objective {
  readonly name: string;
  /** How many independent estimates are averaged. */
  readonly numParticles: number;
  /** Runs both programs once, checks them against each other, and finds the plan. Reads data; opens no tape. */
  prepare(pair: ProgramPair, key: Key): Plan;
  /** The loss in nats: its value is the estimate, its gradient an unbiased estimate of the gradient. */
  loss(pair: ProgramPair, key: Key, plan: Plan, memory?: BaselineMemory): tf.Scalar;
  /** What `loss` with the same arguments is computed from, one pair for each particle. */
  traces(pair: ProgramPair, key: Key, plan: Plan): TracedPair[];
}

export interface ObjectiveOptions {
  /** How many independent estimates are averaged. Default: 1. */
  readonly numParticles?: number;
  /** The number of batch dims that plates may hold; worked out by a dry run if absent. */
  readonly maxPlateNesting?: number;
}

export interface ParticleOptions extends ObjectiveOptions {
  /** Whether one run, vectorised over a plate left of all others, stands for all estimates. Default: false. */
  readonly vectorizeParticles?: boolean;
}

/** Runs of a pair: one or more for each particle, or vectorised over all. */
export interface Particles {
  readonly runs: readonly TracedPair[];
  readonly count: number;
  readonly isVectorised: boolean;
}

/** What an estimate may need beside the runs. */
export interface EstimateContext {
  readonly pair: ProgramPair;
  readonly key: Key;
  readonly plan: Plan;
  readonly memory: BaselineMemory | undefined;
}

export interface ObjectiveSettings {
  readonly name: string;
  readonly options: ParticleOptions;
  /** Whether marked sites are enumerated; else all latent sites are drawn. */
  readonly enumerates?: boolean;
  /** The loss. */
  estimate(particles: Particles, context: EstimateContext): tf.Scalar;
  /** Anything to be checked of a first run, beyond what holds for all objectives. */
  check?(traced: TracedPair, context: EstimateContext): void;
  /** What is run in place of the pair. */
  arrange?(pair: ProgramPair): ProgramPair;
}

/** An objective of some settings, which runs and checks pairs as all of them do. */
export function makeObjective(settings: ObjectiveSettings): Objective {
  const { name, options, estimate, arrange = (pair) => pair } = settings;
  return {
    name,
    numParticles: options.numParticles ?? 1,
    prepare: (pair, parent) =>
      tidied(() => {
        const key = fold(parent, 'prepare');
        const plan = checkedPlan(settings, pair, key);
        // Once outside the tape, so that whatever is wrong comes up before any gradient is taken.
        const particles = runParticles(arrange(pair), key, plan, { ...settings, isCautious: true });
        estimate(particles, { pair, key, plan, memory: undefined });
        return plan;
      }),
    loss: (pair, key, plan, memory) =>
      estimate(runParticles(arrange(pair), key, plan, settings), { pair, key, plan, memory }),
    traces: (pair, key, plan) => [...runParticles(arrange(pair), key, plan, settings).runs],
  };
}

/** Minus the mean over particles of what their runs add up to. */
export function negativeMean(bounds: readonly tf.Scalar[], count: number): tf.Scalar {
  const sum = tf.neg(sumOf(bounds));
  return count === 1 ? sum : tf.div(sum, count);
}

/** The plan of a pair, after all checks of one run. */
function checkedPlan(settings: ObjectiveSettings, pair: ProgramPair, key: Key): Plan {
  const { name, options, enumerates = false, check, arrange = (own) => own } = settings;
  const traced = runPair(pair, key);
  checkPair(traced, { objective: name, enumerates });
  const plan = planOf(settings, traced);
  check?.(traced, { pair, key, plan, memory: undefined });
  if (options.vectorizeParticles === true) {
    const narrow = arrange(pair);
    const wide = runPair(inParticlesPair(narrow, options.numParticles ?? 1, plan), key);
    checkParticles(narrow, wide, runPair(narrow, key), key);
  }
  return plan;
}

/** @throws ShapeError if the plates of a first run hold more dims than the options allow */
function planOf({ name, options, enumerates = false }: ObjectiveSettings, { allocator }: TracedPair): Plan {
  const { maxPlateNesting: needed } = allocator;
  const { maxPlateNesting = needed, vectorizeParticles = false } = options;
  // Runs that enumerate and are not vectorised find out by themselves what is too small, and where.
  const isFound = enumerates && !vectorizeParticles;
  if (maxPlateNesting < needed && !isFound) throw new PlateNestingError(name, maxPlateNesting, needed);
  return { maxPlateNesting };
}

function runParticles(
  narrow: ProgramPair,
  key: Key,
  plan: Plan,
  settings: ObjectiveSettings & { readonly isCautious?: boolean },
): Particles {
  const { options, enumerates = false, isCautious = false } = settings;
  const { numParticles: count = 1, vectorizeParticles: isVectorised = false } = options;
  const pair = isVectorised ? inParticlesPair(narrow, count, plan) : narrow;
  const maxPlateNesting = plan.maxPlateNesting + (isVectorised ? 1 : 0);
  const isFixed = options.maxPlateNesting !== undefined;
  const run = (own: Key): TracedPair[] =>
    enumerates ? runEnumeratedPair(pair, own, { maxPlateNesting, isFixed, isCautious }) : [runPair(pair, own)];
  return { runs: (isVectorised ? [key] : particleKeys(key, count)).flatMap(run), count, isVectorised };
}

/** Both programs of a pair in the plate of particles. */
function inParticlesPair({ model, guide, args }: ProgramPair, count: number, plan: Plan): ProgramPair {
  const wide = (program: typeof model): typeof model => inParticles(program, count, plan.maxPlateNesting);
  return { model: wide(model), guide: wide(guide), args };
}

/** The keys of independent estimates; a single one has the key itself. */
function particleKeys(key: Key, count: number): Key[] {
  return count === 1 ? [key] : Array.from({ length: count }, (_, i) => fold(key, i));
}

const OPTIONS = ['numParticles', 'maxPlateNesting', 'vectorizeParticles'];

/**
 * @param more names of options that this objective has beside those of all
 * @throws ArgumentError unless the options are known and integers in range
 */
export function checkObjectiveOptions(where: string, options: ParticleOptions, more: readonly string[] = []): void {
  checkOptionNames(where, options, [...OPTIONS, ...more]);
  const { numParticles = 1, maxPlateNesting = 0 } = options;
  if (!Number.isInteger(numParticles) || numParticles < 1) {
    throw new ArgumentError({ where, expected: 'numParticles of at least 1', got: String(numParticles) });
  }
  if (!Number.isInteger(maxPlateNesting) || maxPlateNesting < 0) {
    throw new ArgumentError({ where, expected: 'maxPlateNesting of at least 0', got: String(maxPlateNesting) });
  }
}
