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

/** Laws of derived gradients and of special places, which ask again what others ask of ordinary ones. */
export const specialLaws: readonly Law[] = [
  deterministic.dtypes,
  deterministic.declaredSets,
  deterministic.memberGradients,
  deterministic.endGradients,
  deterministic.specialValues,
  deterministic.specialParameters,
  deterministic.secondGradient,
];

const others = Object.values(deterministic).filter((law) => !specialLaws.includes(law));

/** The laws of how a distribution is made and of its values at ordinary places. */
export const ordinaryLaws: readonly Law[] = [...new Set([...basic, ...others])];

/** All laws that decide without chance or nearly so. */
export const deterministicLaws: readonly Law[] = [...ordinaryLaws, ...specialLaws];
