import { evaluation } from './contraction.js';
import type { Dim } from './dims.js';
import type { LogFactor } from './logFactor.js';
import { planContractions, type ContractionPlan, type PlanLimits, type SumProduct } from './planContraction.js';

/** Plans by the structure that they are for, the least lately used first. */
const plans = new Map<string, ContractionPlan[]>();
const MAX_PLANS = 200;

/**
 * The logs of some sums of products of factors, given as logs. Planned once for each structure; parts that several sums share are
 * computed once.
 *
 * @throws EnumerationError if crossed plates meet and are too large to be taken index by index
 */
export function sumProducts(
  factors: readonly LogFactor[],
  sums: readonly SumProduct[],
  limits: PlanLimits = {},
): LogFactor[] {
  const key = structureOf(factors, sums, limits);
  const found = plans.get(key) ?? planContractions(factors, sums, limits);
  plans.delete(key);
  plans.set(key, found);
  for (const oldest of plans.keys()) if (plans.size > MAX_PLANS) plans.delete(oldest);
  const evaluate = evaluation(factors);
  return found.map(({ result, plates }) => ({ ...evaluate(result), plates }));
}

/** The same text for sums that have the same plan. */
function structureOf(factors: readonly LogFactor[], sums: readonly SumProduct[], limits: PlanLimits): string {
  const numbers = new Map<Dim, number>();
  const text = (dims: Iterable<Dim>): string => Array.from(dims, (dim) => numberOf(dim, numbers)).join(',');
  const of = factors.map(({ dims, sizes, plates }) => `${text(dims)}:${sizes.join(',')}:${text(plates)}`);
  const asked = sums.map((sum) => `${sum.factors.join(',')}:${text(sum.over)}:${text(sum.plates)}`);
  // Dims are named in plans, so that the same structure under other names has another plan.
  const names = [...numbers.keys()].map(({ kind, name }) => JSON.stringify([kind, name]));
  return [limits.maxContractionCells ?? '', text(limits.unroll ?? []), of.join(';'), asked.join(';'), ...names].join(
    '|',
  );
}

function numberOf(dim: Dim, numbers: Map<Dim, number>): number {
  const known = numbers.get(dim) ?? numbers.size;
  numbers.set(dim, known);
  return known;
}
