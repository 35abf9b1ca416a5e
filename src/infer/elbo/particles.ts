import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, fold, type Key } from '../../num/index.js';
import { checkOptionNames } from '../../ppl/index.js';
import { sumOf } from '../sumOf.js';
import type { ObjectiveOptions } from './objective.js';

const OPTIONS = ['numParticles', 'maxPlateNesting'];

/**
 * @param more names of options that this objective has beside those of all
 * @throws ArgumentError unless the options are known and whole numbers in range
 */
export function checkObjectiveOptions(where: string, options: ObjectiveOptions, more: readonly string[] = []): void {
  checkOptionNames(where, options, [...OPTIONS, ...more]);
  const { numParticles = 1, maxPlateNesting = 0 } = options;
  if (!Number.isInteger(numParticles) || numParticles < 1) {
    throw new ArgumentError({ where, expected: 'numParticles of at least 1', got: String(numParticles) });
  }
  if (!Number.isInteger(maxPlateNesting) || maxPlateNesting < 0) {
    throw new ArgumentError({ where, expected: 'maxPlateNesting of at least 0', got: String(maxPlateNesting) });
  }
}

/** The keys of independent estimates; a single one has the key itself. */
export function particleKeys(key: Key, { numParticles = 1 }: ObjectiveOptions): Key[] {
  return numParticles === 1 ? [key] : Array.from({ length: numParticles }, (_, i) => fold(key, i));
}

/** The mean of scalars. */
export function meanOf(estimates: readonly tf.Scalar[]): tf.Scalar {
  return estimates.length === 1 ? sumOf(estimates) : tf.div(sumOf(estimates), estimates.length);
}
