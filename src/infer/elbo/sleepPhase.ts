import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, fold, type Key } from '../../num/index.js';
import { inferConfig, replay, seed, trace, uncondition, type Program, type Trace } from '../../ppl/index.js';
import { logProbSum, sampleSites } from '../logDensity.js';
import { inParticles } from '../particlePlate.js';
import type { Plan, ProgramPair } from './objective.js';

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
