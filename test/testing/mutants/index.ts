import { densities } from './densities.js';
import { gradients } from './gradients.js';
import { members } from './members.js';
import type { Mutant } from './mutant.js';
import { samplers } from './samplers.js';
import { special } from './special.js';
import { structures } from './structures.js';

export type { Mutant } from './mutant.js';

/** All mutants, by what they lie about. */
export const mutants: Readonly<Record<string, readonly Mutant[]>> = {
  densities,
  draws: samplers,
  gradients,
  members,
  structures,
  special,
};
