import { evaluation } from './evaluate.js';
import { connectedBy, intersection, type Ordinal } from './ordinals.js';
import { unionOfDims, type Packed } from './packed.js';
import { planContraction, type PlanLimits } from './planContraction.js';
import { stepPool } from './steps.js';

/** A log factor and the plates it stands in. */
export interface Factor {
  readonly packed: Packed;
  readonly ordinal: Ordinal;
}

/** A connected set of factors, and the plates that all of them share. */
export interface Component<F extends Factor = Factor> {
  readonly factors: readonly F[];
  readonly sumDims: readonly string[];
  readonly ordinal: Ordinal;
}

/** Splits factors into sets that share no dim of `sumDims`. */
export function componentsOf<F extends Factor>(factors: readonly F[], sumDims: ReadonlySet<string>): Component<F>[] {
  const groups = connectedBy(factors, ({ packed }) => packed.dims.filter((dim) => sumDims.has(dim)));
  return groups.map((group) => ({
    factors: group,
    sumDims: unionOfDims(group.map((factor) => factor.packed)).filter((dim) => sumDims.has(dim)),
    ordinal: intersection(group.map((factor) => factor.ordinal)),
  }));
}

/**
 * The log of the sum over all sum dims of the product of a component's factors, one value for each index of the component's
 * own plates.
 *
 * @throws EnumerationError if crossed plates meet and are too large to be taken index by index
 */
export function contract({ factors, sumDims, ordinal }: Component, limits?: PlanLimits): Packed {
  const pool = stepPool();
  const plated = factors.map((factor) => ({ step: pool.factor(factor.packed), ordinal: factor.ordinal }));
  return evaluation()(planContraction(pool, plated, sumDims, ordinal, limits).result);
}
