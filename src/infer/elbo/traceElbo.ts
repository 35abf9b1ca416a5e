import * as tf from '@tensorflow/tfjs-core';
import { fold, type Key } from '../../num/index.js';
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
  return diceObjective('traceElbo', options, false);
}

/**
 * The negative evidence lower bound with marked discrete sites summed out exactly: in the guide, weighted by its own
 * probabilities, and in the model, those that the guide lacks.
 *
 * Draws that cannot be reparameterised are handled by their scores.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function traceEnumElbo(options: ObjectiveOptions = {}): Objective {
  return diceObjective('traceEnumElbo', options, true);
}

function diceObjective(name: string, options: ObjectiveOptions, enumerates: boolean): Objective {
  checkObjectiveOptions(name, options);
  const isFixed = options.maxPlateNesting !== undefined;
  const run = (pair: ProgramPair, key: Key, { maxPlateNesting }: Plan): TracedPair =>
    enumerates ? runEnumeratedPair(pair, key, maxPlateNesting, isFixed) : runPair(pair, key);
  const estimate = (pair: TracedPair): tf.Scalar =>
    tf.neg(expectedCost([...modelCosts(pair), ...guideCosts(pair)], pair));
  return {
    name,
    prepare: (pair, key) =>
      tf.tidy(() => {
        const traced = runPair(pair, fold(key, 'prepare'));
        checkPair(traced, { objective: name, enumerates });
        const plan = { maxPlateNesting: options.maxPlateNesting ?? traced.allocator.maxPlateNesting };
        // Once outside the tape, so that whatever enumeration finds wrong comes up before any gradient is taken.
        estimate(run(pair, fold(key, 'prepare'), plan));
        return plan;
      }),
    loss: (pair, key, plan) =>
      meanOf(particleKeys(key, options).map((particleKey) => estimate(run(pair, particleKey, plan)))),
    traces: (pair, key, plan) => particleKeys(key, options).map((particleKey) => run(pair, particleKey, plan)),
  };
}
