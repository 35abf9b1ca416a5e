import * as tf from '@tensorflow/tfjs-core';
import { fold, type Key } from '../../num/index.js';
import { PlateNestingError } from '../enumeration/index.js';
import { checkParticleShapes, inParticles } from '../particlePlate.js';
import { checkApart } from './checkApart.js';
import { checkPair } from './checkPair.js';
import type { BaselineMemory, Objective, ParticleOptions, Plan, ProgramPair, TracedPair } from './objective.js';
import { particleKeys } from './particles.js';
import { runPair } from './runPair.js';

/** Runs of a pair: one for each particle, or a single vectorised one. */
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

export interface SampledObjective {
  readonly name: string;
  readonly options: ParticleOptions;
  /** The loss, from runs without enumeration. */
  estimate(particles: Particles, context: EstimateContext): tf.Scalar;
  /** Anything to be checked of a first run, beyond what holds for all objectives. */
  check?(traced: TracedPair, context: EstimateContext): void;
  /** What is run in place of the pair. */
  arrange?(pair: ProgramPair): ProgramPair;
}

/** An objective that draws every latent site. */
export function sampledObjective(objective: SampledObjective): Objective {
  const { name, options, estimate, check, arrange = (pair) => pair } = objective;
  const lossOf = (pair: ProgramPair, key: Key, plan: Plan, memory?: BaselineMemory): tf.Scalar =>
    estimate(runParticles(arrange(pair), key, plan, options), { pair, key, plan, memory });
  return {
    name,
    numParticles: options.numParticles ?? 1,
    prepare: (pair, parent) =>
      tf.tidy(() => {
        const key = fold(parent, 'prepare');
        const traced = runPair(pair, key);
        checkPair(traced, { objective: name, enumerates: false });
        const { maxPlateNesting } = planOf(name, options, traced);
        const plan = { maxPlateNesting };
        check?.(traced, { pair, key, plan, memory: undefined });
        if (options.vectorizeParticles === true) checkVectorised(arrange(pair), key, plan, options);
        // Once outside the tape, so that whatever is wrong comes up before any gradient is taken.
        lossOf(pair, key, plan);
        return plan;
      }),
    loss: lossOf,
    traces: (pair, key, plan) => [...runParticles(arrange(pair), key, plan, options).runs],
  };
}

function runParticles(pair: ProgramPair, key: Key, plan: Plan, options: ParticleOptions): Particles {
  const { numParticles: count = 1, vectorizeParticles: isVectorised = false } = options;
  if (!isVectorised) {
    const runs = particleKeys(key, options).map((particleKey) => runPair(pair, particleKey));
    return { runs, count, isVectorised };
  }
  return { runs: [runPair(widen(pair, count, plan), key)], count, isVectorised };
}

/** Both programs of a pair in the plate of particles. */
export function widen({ model, guide, args }: ProgramPair, count: number, plan: Plan): ProgramPair {
  const wide = (program: typeof model): typeof model => inParticles(program, count, plan.maxPlateNesting);
  return { model: wide(model), guide: wide(guide), args };
}

/**
 * Runs a pair in the plate of particles and checks that these are kept apart. Reads data.
 *
 * @throws ShapeError, EstimatorError naming a site that does not keep them apart
 */
export function checkVectorised(pair: ProgramPair, key: Key, plan: Plan, { numParticles = 1 }: ParticleOptions): void {
  const wide = runPair(widen(pair, numParticles, plan), key);
  checkParticleShapes(wide.guide, wide.model);
  checkApart(pair, wide, runPair(pair, key), key);
}

/** @throws ShapeError if the plates of a first run hold more dims than the options allow */
export function planOf(name: string, options: ParticleOptions, { allocator }: TracedPair): Plan {
  const { maxPlateNesting: needed } = allocator;
  const { maxPlateNesting = needed } = options;
  if (maxPlateNesting < needed) throw new PlateNestingError(name, maxPlateNesting, needed);
  return { maxPlateNesting };
}
