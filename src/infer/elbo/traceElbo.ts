import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, fold, type Key } from '../../num/index.js';
import type { PlanLimits } from '../enumeration/index.js';
import { checkPair } from './checkPair.js';
import { expectedCost, guideCosts } from './dice.js';
import { modelCosts } from './modelCosts.js';
import type { Objective, ObjectiveOptions, Plan, ProgramPair, TracedPair } from './objective.js';
import { checkObjectiveOptions, meanOf, particleKeys } from './particles.js';
import { runEnumeratedPair, runPair } from './runPair.js';

/**
 * The negative evidence lower bound by one draw of the guide: reparameterised where possible, else by scores.
 *
 * Score terms leave out costs that come before the draw, which changes their variance only.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function traceElbo(options: ObjectiveOptions = {}): Objective {
  return diceObjective('traceElbo', options, false, {});
}

export interface TraceEnumOptions extends ObjectiveOptions, PlanLimits {}

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
  return diceObjective('traceEnumElbo', others, true, maxContractionCells === undefined ? {} : { maxContractionCells });
}

function checkCells(cells: number | undefined): void {
  if (cells === undefined || (Number.isInteger(cells) && cells >= 1)) return;
  const expected = 'maxContractionCells, a whole number of at least 1';
  throw new ArgumentError({ where: 'traceEnumElbo', expected, got: String(cells) });
}

function diceObjective(name: string, options: ObjectiveOptions, enumerates: boolean, limits: PlanLimits): Objective {
  checkObjectiveOptions(name, options);
  const isFixed = options.maxPlateNesting !== undefined;
  const run = (pair: ProgramPair, key: Key, { maxPlateNesting }: Plan, isCautious = false): TracedPair[] =>
    enumerates ? runEnumeratedPair(pair, key, { maxPlateNesting, isFixed, isCautious }) : [runPair(pair, key)];
  const estimate = (pairs: readonly TracedPair[]): tf.Scalar => {
    const terms = pairs.map((pair) => expectedCost([...modelCosts(pair, limits), ...guideCosts(pair)], pair));
    return tf.neg(sumOf(terms));
  };
  return {
    name,
    prepare: (pair, key) =>
      tf.tidy(() => {
        const traced = runPair(pair, fold(key, 'prepare'));
        checkPair(traced, { objective: name, enumerates });
        const plan = { maxPlateNesting: options.maxPlateNesting ?? traced.allocator.maxPlateNesting };
        // Once outside the tape, so that whatever enumeration finds wrong comes up before any gradient is taken.
        estimate(run(pair, fold(key, 'prepare'), plan, true));
        return plan;
      }),
    loss: (pair, key, plan) =>
      meanOf(particleKeys(key, options).map((particleKey) => estimate(run(pair, particleKey, plan)))),
    traces: (pair, key, plan) => particleKeys(key, options).flatMap((particleKey) => run(pair, particleKey, plan)),
  };
}

function sumOf([first = tf.scalar(0), ...others]: readonly tf.Scalar[]): tf.Scalar {
  return others.reduce<tf.Scalar>((sum, term) => tf.add(sum, term), first);
}
