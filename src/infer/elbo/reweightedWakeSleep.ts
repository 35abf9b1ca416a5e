import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, fold, gradientOnly, type Key, logSumExp, stopGradient } from '../../num/index.js';
import { inferConfig, type Program, replay, seed, trace, type Trace, uncondition } from '../../ppl/index.js';
import { logProbSum, sampleSites } from '../logDensity.js';
import { inParticles } from '../particlePlate.js';
import { logWeights } from './logWeights.js';
import { checkObjectiveOptions, makeObjective, type Objective, type ParticleOptions, type Plan } from './objective.js';
import type { ProgramPair, TracedPair } from './runPair.js';

export interface ReweightedWakeSleepOptions extends ParticleOptions {
  /** The share of the guide's wake loss against its sleep loss, from 0 to 1. Default: 1. */
  readonly insomnia?: number;
  /** How many draws of the model the sleep loss is averaged over. Default: `numParticles`. */
  readonly numSleepParticles?: number;
}

/**
 * Reweighted wake-sleep: the model is trained by -log mean w, with w = model / guide for each of `numParticles` (default: 2)
 * draws, and the guide by insomnia x wake + (1 - insomnia) x sleep. The wake loss is minus the mean log density of the guide at
 * its own draws, weighted by w; the sleep loss is minus that at draws of the model, data included.
 *
 * No gradient passes through draws, so discrete sites need nothing. The loss reported is -log mean w. The gradients are biased
 * at a finite number of particles. With insomnia below 1 the guide gets, behind the model's arguments, a record of the data
 * that the model drew, and must use it; in the wake phase that argument is undefined.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Bornschein and Bengio 2015, "Reweighted wake-sleep"
 * @see Le et al. 2019, "Revisiting reweighted wake-sleep for models with stochastic control flow", section 3
 */
export function reweightedWakeSleep(options: ReweightedWakeSleepOptions = {}): Objective {
  checkObjectiveOptions('reweightedWakeSleep', options, ['insomnia', 'numSleepParticles']);
  const { insomnia = 1, numParticles = 2, numSleepParticles = numParticles } = options;
  checkOptions(insomnia, numParticles, numSleepParticles);
  const isVectorised = options.vectorizeParticles === true;
  return makeObjective({
    name: 'reweightedWakeSleep',
    options: { ...options, numParticles },
    arrange: detachDraws,
    check: (traced, { pair, key }) => {
      checkSubsampling(traced);
      if (insomnia < 1) checkObservations(pair, key);
    },
    estimate: (particles, { pair, key, plan }) => {
      const { model, guide, scale } = logWeights(particles, false);
      const logW = tf.sub(model, stopGradient(guide));
      const theta = tf.sub(Math.log(numParticles), logSumExp(logW, 0));
      const shares = stopGradient(tf.softmax(logW));
      const wake = tf.neg(tf.sum(tf.mul(shares, guide)));
      const wakePart = tf.mul<tf.Scalar>(tf.add(theta, tf.mul(gradientOnly(wake), insomnia)), scale);
      if (insomnia === 1) return wakePart;
      const sleep = sleepLoss(pair, key, { count: numSleepParticles, isVectorised, plan });
      return tf.add(wakePart, tf.mul(gradientOnly(sleep), 1 - insomnia));
    },
  });
}

function checkOptions(insomnia: number, numParticles: number, numSleepParticles: number): void {
  const refuse = (expected: string, got: number): never => {
    throw new ArgumentError({ where: 'reweightedWakeSleep', expected, got: String(got) });
  };
  if (!(insomnia >= 0 && insomnia <= 1)) refuse('an insomnia from 0 to 1', insomnia);
  if (numParticles < 2) refuse('numParticles of at least 2', numParticles);
  if (!Number.isInteger(numSleepParticles) || numSleepParticles < 1) {
    refuse('numSleepParticles of at least 1', numSleepParticles);
  }
}

function checkSubsampling({ guide, model }: TracedPair): void {
  const plates = [...guide.plates.values(), ...model.plates.values()];
  const subsampled = plates.find(({ value }) => value.indices !== undefined);
  if (subsampled === undefined) return;
  throw new ArgumentError({
    where: 'reweightedWakeSleep',
    expected: 'plates without subsampling',
    got: `plate("${subsampled.name}") with ${subsampled.value.indices?.length ?? 0} of ${subsampled.size ?? 'its'} indices`,
    hint: 'the whole plate, or traceElbo',
  });
}

export interface SleepOptions {
  readonly count: number;
  readonly isVectorised: boolean;
  readonly plan: Plan;
}

/** The same pair, whose draws pass no gradient on. */
export function detachDraws({ model, guide, args }: ProgramPair): ProgramPair {
  return { model: detached(model), guide: detached(guide), args };
}

/** Minus the mean log density of the guide at draws of the model, in nats. */
export function sleepLoss(pair: ProgramPair, key: Key, { count, isVectorised, plan }: SleepOptions): tf.Scalar {
  const { model, guide, args } = detachDraws(pair);
  const wide = (program: Program): Program =>
    isVectorised ? inParticles(program, count, plan.maxPlateNesting) : program;
  const losses = Array.from({ length: isVectorised ? 1 : count }, (_, i) => {
    const own = fold(fold(key, 'sleep'), i);
    const dream = trace(seed(fold(own, 'model'), uncondition(wide(model))))(...args);
    const traced = trace(seed(fold(own, 'guide'), replay(dream, wide(guide))))(...args, observationsIn(dream));
    return logProbSum(traced);
  });
  return tf.div(
    losses.reduce<tf.Scalar>((sum, loss) => tf.sub(sum, loss), tf.scalar(0)),
    count,
  );
}

/**
 * Runs the guide on data that the model drew, and watches whether it looks at them.
 *
 * @throws ArgumentError if it does not
 */
export function checkObservations({ model, guide, args }: ProgramPair, key: Key): void {
  const dream = trace(seed(fold(key, 'model'), uncondition(model)))(...args);
  const reads: unknown[] = [];
  const observations = new Proxy(observationsIn(dream), {
    get: (target, name) => {
      reads.push(name);
      return Reflect.get(target, name) as unknown;
    },
    ownKeys: (target) => {
      reads.push(target);
      return Reflect.ownKeys(target);
    },
  });
  trace(seed(fold(key, 'guide'), replay(dream, guide)))(...args, observations);
  if (reads.length > 0) return;
  throw new ArgumentError({
    where: 'reweightedWakeSleep with insomnia below 1',
    expected: "a guide that takes the model's draws of the data, as its last argument",
    got: 'one that does not look at it',
    hint: '(x, observations = { x }) => ..., with the data by the names of their sites; or insomnia: 1',
  });
}

function detached(program: Program): Program {
  return inferConfig(
    (message) => (message.type === 'sample' && message.dist.isFactor !== true ? { gradient: 'score' } : {}),
    program,
  );
}

function observationsIn(dream: Trace): Record<string, tf.Tensor> {
  const drawn = sampleSites(dream).filter(({ infer }) => infer.wasObserved === true);
  return Object.fromEntries(drawn.map(({ name, value }) => [name, value]));
}
