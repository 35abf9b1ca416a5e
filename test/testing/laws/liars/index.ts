// Distributions that break one law each, for tests that the law finds out.
import { batches } from './batches.js';
import { densities } from './densities.js';
import { draws } from './draws.js';
import { gradients } from './gradients.js';
import type { Liar } from './liar.js';
import { members } from './members.js';

export { honest } from './honest.js';
export { kept, tilted, type Liar } from './liar.js';

/** At least two liars aimed at each law. */
export const liars: Readonly<Record<string, readonly Liar[]>> = {
  ...batches,
  ...densities,
  ...draws,
  ...gradients,
  ...members,
};
