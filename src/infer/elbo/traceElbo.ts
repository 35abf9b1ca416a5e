import { ArgumentError } from '../../num/index.js';
import type { PlanLimits } from '../factors/planContraction.js';
import { expectation } from './expectation.js';
import {
  checkObjectiveOptions,
  makeObjective,
  negativeMean,
  type Objective,
  type ParticleOptions,
} from './objective.js';
import { termsOf } from './terms.js';

/**
 * The negative evidence lower bound by one draw of the guide: reparameterised where possible, else by the score function.
 *
 * Score terms leave out costs that come before the draw, which changes their variance only.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function traceElbo(options: ParticleOptions = {}): Objective {
  checkObjectiveOptions('traceElbo', options);
  return elbo('traceElbo', options, {});
}

export interface TraceEnumOptions extends ParticleOptions, Pick<PlanLimits, 'maxContractionCells'> {}

/**
 * The negative evidence lower bound with marked discrete sites summed out exactly: in the guide, weighted by its own
 * probabilities, and in the model, those that the guide lacks.
 *
 * Draws that cannot be reparameterised are handled by the score function.
 *
 * @throws ArgumentError if an option is unknown or out of range
 */
export function traceEnumElbo(options: TraceEnumOptions = {}): Objective {
  const { maxContractionCells, ...others } = options;
  checkObjectiveOptions('traceEnumElbo', others);
  if (maxContractionCells === undefined) return elbo('traceEnumElbo', others, { enumerates: true });
  if (!Number.isInteger(maxContractionCells) || maxContractionCells < 1) {
    const expected = 'maxContractionCells, an integer of at least 1';
    throw new ArgumentError({ where: 'traceEnumElbo', expected, got: String(maxContractionCells) });
  }
  return elbo('traceEnumElbo', others, { enumerates: true, limits: { maxContractionCells } });
}

interface ElboSettings {
  readonly enumerates?: boolean;
  readonly limits?: PlanLimits;
}

function elbo(name: string, options: ParticleOptions, { enumerates = false, limits = {} }: ElboSettings): Objective {
  return makeObjective({
    name,
    options,
    enumerates,
    estimate: ({ runs, count }) =>
      negativeMean(
        runs.map((pair) => expectation(termsOf(pair, limits))),
        count,
      ),
  });
}
