import { connectedBy, intersection, keyOf, sameSet, type Ordinal } from './ordinals.js';
import { eliminate } from './eliminate.js';
import { stepsTo, widestDims, type Step, type StepPool } from './steps.js';
import { crossedPlates, type Crossing } from './crossedPlates.js';

/** A step and the plates that its tensor stands in. */
export interface Plated {
  readonly step: Step;
  readonly ordinal: Ordinal;
}

/** How a component is contracted. */
export interface ContractionPlan {
  readonly result: Step;
  /** The plates that are taken index by index, because plates cross. */
  readonly unrolled: readonly string[];
  /** The size of the largest tensor on the way. */
  readonly cells: number;
}

export interface PlanLimits {
  /** The largest tensor allowed where plates have to be unrolled. Default: 2^20. */
  readonly maxContractionCells?: number;
  /** Plates to take index by index though they need not be. */
  readonly unroll?: readonly string[];
}

/**
 * The order of sums and products that leaves one tensor over the plates of `root`: innermost plates are summed out and
 * multiplied up to their parents. Where crossed plates forbid that, one of them is taken index by index, that with the
 * smallest largest tensor.
 *
 * @throws EnumerationError if unrolling takes tensors beyond the limit
 * @see Obermeyer et al. 2019, "Tensor variable elimination for plated factor graphs", algorithm 1
 */
export function planContraction(
  pool: StepPool,
  factors: readonly Plated[],
  sumDims: readonly string[],
  root: Ordinal,
  { maxContractionCells = 2 ** 20, unroll = [] }: PlanLimits = {},
): ContractionPlan {
  const whole: Problem = { factors, sumDims, root, limit: maxContractionCells };
  const plan = planOrUnroll(
    pool,
    unroll.reduce((problem, plate) => unrolled(pool, problem, plate), whole),
  );
  if ('leaf' in plan) throw crossedPlates(plan, maxContractionCells);
  return plan;
}

interface Problem {
  readonly factors: readonly Plated[];
  readonly sumDims: readonly string[];
  readonly root: Ordinal;
  readonly limit: number;
}

function planOrUnroll(pool: StepPool, problem: Problem): ContractionPlan | Crossing {
  const tree = planTree(pool, problem);
  if (!('leaf' in tree)) return tree;
  let best: ContractionPlan | undefined;
  let cells = Infinity;
  for (const plate of tree.leaf) {
    if (problem.root.has(plate) || pool.sizeOf(plate) * problem.factors.length > MAX_FACTORS) continue;
    const plan = planOrUnroll(pool, unrolled(pool, problem, plate));
    cells = Math.min(cells, plan.cells);
    if ('leaf' in plan || plan.cells > problem.limit || plan.cells >= (best?.cells ?? Infinity)) continue;
    best = { ...plan, unrolled: [plate, ...plan.unrolled] };
  }
  return best ?? { ...tree, cells };
}

/** Beyond that many factors, an unrolled plate is not even planned. */
const MAX_FACTORS = 5000;

function planTree(pool: StepPool, { factors, sumDims, root }: Problem): ContractionPlan | Crossing {
  const owners = ownersOf(factors, sumDims);
  const pending = new Map<string, { readonly ordinal: Ordinal; readonly steps: Step[] }>();
  const add = (step: Step, ordinal: Ordinal): void => {
    const group = pending.get(keyOf(ordinal));
    if (group === undefined) pending.set(keyOf(ordinal), { ordinal, steps: [step] });
    else group.steps.push(step);
  };
  for (const { step, ordinal } of factors) add(step, ordinal);
  const done: Step[] = [];
  while (pending.size > 0) {
    const { ordinal: leaf, steps } = largest([...pending.values()]);
    pending.delete(keyOf(leaf));
    const owned = new Set(sumDims.filter((dim) => sameSet(owners.get(dim) ?? root, leaf)));
    for (const part of connectedBy(steps, (step) => step.dims.filter((dim) => owned.has(dim)))) {
      const held = new Set(part.flatMap((step) => step.dims));
      const result = pool.join(
        eliminate(
          pool,
          part,
          [...owned].filter((dim) => held.has(dim)),
        ),
      );
      if (sameSet(leaf, root)) {
        done.push(result);
        continue;
      }
      const parent = new Set(root);
      for (const dim of result.dims) for (const plate of owners.get(dim) ?? []) parent.add(plate);
      if (sameSet(parent, leaf)) return { leaf, dims: result.dims, sizeOf: pool.sizeOf, cells: Infinity };
      add(
        pool.product(
          result,
          [...leaf].filter((plate) => !parent.has(plate)),
        ),
        parent,
      );
    }
  }
  const result = pool.join(done);
  return { result, unrolled: [], cells: Math.max(...stepsTo(result).map((step) => pool.cells(widestDims(step)))) };
}

/** One copy of each factor in `plate` for each index, with dims of their own for what is summed there. */
function unrolled(pool: StepPool, problem: Problem, plate: string): Problem {
  const owners = ownersOf(problem.factors, problem.sumDims);
  const isOwned = (dim: string): boolean => owners.get(dim)?.has(plate) ?? false;
  const indices = Array.from({ length: pool.sizeOf(plate) }, (_, i) => i);
  const at = (dim: string, index: number): string => (isOwned(dim) ? `${dim} [${plate} = ${index}]` : dim);
  const factors = problem.factors.flatMap(({ step, ordinal }) => {
    if (!ordinal.has(plate)) return [{ step, ordinal }];
    const outside = new Set([...ordinal].filter((name) => name !== plate));
    return indices.map((index) => ({
      step: pool.slice(step, plate, index, (dim) => at(dim, index)),
      ordinal: outside,
    }));
  });
  const sumDims = problem.sumDims.flatMap((dim) => (isOwned(dim) ? indices.map((index) => at(dim, index)) : [dim]));
  return { ...problem, factors, sumDims };
}

/** The plates that a summed dim is in: those of all factors that hold it. */
function ownersOf(factors: readonly Plated[], sumDims: readonly string[]): Map<string, Ordinal> {
  const wanted = new Set(sumDims);
  const owners = new Map<string, Ordinal>();
  for (const { step, ordinal } of factors) {
    for (const dim of step.dims) {
      if (!wanted.has(dim)) continue;
      const known = owners.get(dim);
      owners.set(dim, known === undefined ? ordinal : intersection([known, ordinal]));
    }
  }
  return owners;
}

function largest<T extends { readonly ordinal: Ordinal }>(groups: readonly T[]): T {
  return groups.reduce((best, group) => (group.ordinal.size >= best.ordinal.size ? group : best));
}
