import * as tf from '@tensorflow/tfjs-core';
import { fold, type Key } from '../../num/index.js';
import { checkPair } from './checkPair.js';
import { expectedCost, guideCosts } from './dice.js';
import { modelCosts } from './modelCosts.js';
import type { Objective, ObjectiveOptions, Plan, ProgramPair } from './objective.js';
import { checkNumParticles, meanOverParticles } from './particles.js';
import { plateNesting, runEnumeratedPair, runPair, type TracedPair } from './runPair.js';

/**
 * The negative evidence lower bound with marked discrete sites summed out exactly, in the guide (weighted by its own
 * probabilities) and in the model (sites that the guide lacks).
 *
 * Draws that cannot be reparameterised are handled by their scores.
 */
export function traceEnumElbo(options: ObjectiveOptions = {}): Objective {
  return diceObjective('traceEnumElbo', options, true);
}

/**
 * The negative evidence lower bound by one draw of the guide: reparameterised where possible, else by scores.
 *
 * Score terms leave out costs that come before the draw, which changes their variance only.
 */
export function traceElbo(options: ObjectiveOptions = {}): Objective {
  return diceObjective('traceElbo', options, false);
}

function diceObjective(name: string, options: ObjectiveOptions, enumerates: boolean): Objective {
  const { numParticles = 1 } = options;
  checkNumParticles(name, numParticles);
  const run = (pair: ProgramPair, key: Key, plan: Plan): TracedPair =>
    enumerates ? runEnumeratedPair(pair, key, plan) : runPair(pair, key);
  return {
    name,
    prepare: (pair, key) =>
      tf.tidy(() => {
        const traced = runPair(pair, fold(key, 'prepare'));
        checkPair(traced, { objective: name, enumerates });
        return { maxPlateNesting: options.maxPlateNesting ?? plateNesting(traced) };
      }),
    loss: (pair, key, plan) =>
      meanOverParticles(key, numParticles, (particleKey) => {
        const traced = run(pair, particleKey, plan);
        return tf.neg(expectedCost([...modelCosts(traced), ...guideCosts(traced)], traced));
      }),
  };
}
