import { evaluation, type Evaluation } from './evaluate.js';
import type { Packed } from './packed.js';
import { stepPool, type Step, type StepPool } from './steps.js';
import { unionOfDims } from './packed.js';

/** A place for contractions that have parts in common. */
export interface Workspace {
  readonly pool: StepPool;
  readonly evaluate: Evaluation;
}

export function workspace(): Workspace {
  return { pool: stepPool(), evaluate: evaluation() };
}

/** The log of the sum over some dims of the product of factors, given as logs. */
export function sumProduct(
  factors: readonly Packed[],
  dims: readonly string[],
  { pool, evaluate }: Workspace = workspace(),
): Packed {
  return evaluate(pool.join(eliminate(pool, factors.map(pool.factor), dims)));
}

/** Sums dims out one by one, the one with the smallest result first. @returns what is left, without these dims */
export function eliminate(pool: StepPool, inputs: readonly Step[], dims: readonly string[]): Step[] {
  const left = new Set(inputs);
  const holders = new Map(dims.map((dim) => [dim, new Set<Step>()]));
  for (const step of left) for (const dim of step.dims) holders.get(dim)?.add(step);
  const costs = new Map<string, number>();
  for (const [dim, steps] of holders) if (steps.size === 0) holders.delete(dim);
  while (holders.size > 0) {
    const dim = cheapest(pool, holders, costs);
    const held = [...(holders.get(dim) ?? [])];
    holders.delete(dim);
    const result = pool.sum(held, dim);
    for (const step of held) {
      left.delete(step);
      for (const other of step.dims) holders.get(other)?.delete(step);
    }
    left.add(result);
    for (const other of result.dims) {
      holders.get(other)?.add(result);
      costs.delete(other);
    }
  }
  return [...left];
}

function cheapest(pool: StepPool, holders: ReadonlyMap<string, ReadonlySet<Step>>, costs: Map<string, number>): string {
  let [best, bestCost] = ['', Infinity];
  for (const [dim, steps] of holders) {
    const known = costs.get(dim);
    const cost = known ?? pool.cells(unionOfDims([...steps])) / pool.sizeOf(dim);
    if (known === undefined) costs.set(dim, cost);
    if (best === '' || cost < bestCost) [best, bestCost] = [dim, cost];
  }
  return best;
}
