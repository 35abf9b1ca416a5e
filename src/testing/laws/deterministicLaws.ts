import * as deterministic from './deterministic/index.js';
import type { Law } from './law.js';

/** The laws of how a distribution is made, each of which decides without chance or nearly so. */
export const deterministicLaws: readonly Law[] = Object.values(deterministic);
