import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, fold, type Key } from '../../num/index.js';
import type { PlanLimits } from '../enumeration/index.js';
import { sumOf } from '../sumOf.js';
import { baselineLedger, type BaselineLedger } from './baselineLedger.js';
import { checkPair } from './checkPair.js';
import { expectedCost, guideCosts } from './dice.js';
import { modelCosts } from './modelCosts.js';
import type { Objective, ParticleOptions, Plan, ProgramPair, TracedPair } from './objective.js';
import { checkObjectiveOptions, meanOf, particleKeys } from './particles.js';
import { runEnumeratedPair, runPair } from './runPair.js';
import { checkVectorised, planOf, widen } from './sampledObjective.js';

/**
 * The negative evidence lower bound by one draw of the guide: reparameterised where possible, else by scores.
 *
 * Score terms leave out costs that come before the draw, which changes their variance only.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function traceElbo(options: ParticleOptions = {}): Objective {
  checkObjectiveOptions('traceElbo', options, ['vectorizeParticles']);
  return diceObjective('traceElbo', options, {});
}

/**
 * The same with baselines (`infer: { baseline }`) taken off the costs that scores are multiplied by, which changes the variance of the
 * gradient only.
 *
 * @throws ArgumentError if an option is unknown or out of range
 * @see Schulman et al. 2015, "Gradient estimation using stochastic computation graphs", theorem 1 and section 3.1
 */
export function traceGraphElbo(options: ParticleOptions = {}): Objective {
  checkObjectiveOptions('traceGraphElbo', options, ['vectorizeParticles']);
  return diceObjective('traceGraphElbo', options, { hasBaselines: true });
}

export interface TraceEnumOptions extends ParticleOptions, Pick<PlanLimits, 'maxContractionCells'> {}

/**
 * The negative evidence lower bound with marked discrete sites summed out exactly: in the guide, weighted by its own
 * probabilities, and in the model, those that the guide lacks.
 *
 * Draws that cannot be reparameterised are handled by their scores.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function traceEnumElbo(options: TraceEnumOptions = {}): Objective {
  const { maxContractionCells, ...others } = options;
  checkCells(maxContractionCells);
  checkObjectiveOptions('traceEnumElbo', others, ['vectorizeParticles']);
  const limits = maxContractionCells === undefined ? {} : { maxContractionCells };
  return diceObjective('traceEnumElbo', others, { enumerates: true, limits });
}

function checkCells(cells: number | undefined): void {
  if (cells === undefined || (Number.isInteger(cells) && cells >= 1)) return;
  const expected = 'maxContractionCells, a whole number of at least 1';
  throw new ArgumentError({ where: 'traceEnumElbo', expected, got: String(cells) });
}

interface DiceSettings {
  /** Whether marked sites are summed out. */
  readonly enumerates?: boolean;
  readonly limits?: PlanLimits;
  readonly hasBaselines?: boolean;
}

function diceObjective(name: string, options: ParticleOptions, settings: DiceSettings): Objective {
  const { enumerates = false, limits = {}, hasBaselines = false } = settings;
  const { numParticles = 1, vectorizeParticles: isVectorised = false } = options;
  const run = (narrow: ProgramPair, key: Key, plan: Plan, isCautious = false): TracedPair[] => {
    const pair = isVectorised ? widen(narrow, numParticles, plan) : narrow;
    if (!enumerates) return [runPair(pair, key)];
    const maxPlateNesting = plan.maxPlateNesting + (isVectorised ? 1 : 0);
    return runEnumeratedPair(pair, key, {
      maxPlateNesting,
      isFixed: options.maxPlateNesting !== undefined,
      isCautious,
    });
  };
  const estimate = (pairs: readonly TracedPair[], ledger?: BaselineLedger): tf.Scalar => {
    const terms = pairs.map((pair) => expectedCost([...modelCosts(pair, limits), ...guideCosts(pair)], pair, ledger));
    return isVectorised ? tf.div(tf.neg(sumOf(terms)), numParticles) : tf.neg(sumOf(terms));
  };
  // All particles are in one run if they are vectorised.
  const keysOf = (key: Key): Key[] => (isVectorised ? [key] : particleKeys(key, options));
  return {
    name,
    numParticles,
    prepare: (pair, key) =>
      tf.tidy(() => {
        const traced = runPair(pair, fold(key, 'prepare'));
        checkPair(traced, { objective: name, enumerates });
        // Runs that enumerate and are not vectorised find out by themselves what is too small, and where.
        const known =
          isVectorised || !enumerates ? planOf(name, options, traced).maxPlateNesting : options.maxPlateNesting;
        const maxPlateNesting = known ?? traced.allocator.maxPlateNesting;
        const plan = { maxPlateNesting };
        if (isVectorised) checkVectorised(pair, fold(key, 'prepare'), plan, options);
        // Once outside the tape, so that whatever enumeration finds wrong comes up before any gradient is taken.
        estimate(run(pair, fold(key, 'prepare'), plan, true), hasBaselines ? baselineLedger(undefined) : undefined);
        return plan;
      }),
    loss: (pair, key, plan, memory) => {
      const ledger = hasBaselines ? baselineLedger(memory) : undefined;
      const loss = meanOf(keysOf(key).map((particleKey) => estimate(run(pair, particleKey, plan), ledger)));
      ledger?.close();
      return loss;
    },
    traces: (pair, key, plan) => keysOf(key).flatMap((particleKey) => run(pair, particleKey, plan)),
  };
}
