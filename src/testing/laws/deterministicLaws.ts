import * as deterministic from './deterministic/index.js';
import type { Law } from './law.js';

// What others rely on comes first, so that the first law that fails is the one that a fault is about.
const basic: readonly Law[] = [
  deterministic.closedForms,
  deterministic.shapes,
  deterministic.argumentsUntouched,
  deterministic.toEvent,
  deterministic.drawsInSupport,
  deterministic.noLeak,
  deterministic.sameKeySameDraw,
];

/** The laws of how a distribution is made; each decides without chance or nearly so. */
export const deterministicLaws: readonly Law[] = [...new Set([...basic, ...Object.values(deterministic)])];
