import { EnumerationError } from '../../num/index.js';
import { contractionBuilder, nodesTo, type ContractionBuilder, type ContractionNode } from './contraction.js';
import { connectedBy, dimAt, intersection, sameSet, textOf, union, type Dim, type PlateSet } from './dims.js';
import { eliminate } from './eliminate.js';
import type { LogFactor } from './logFactor.js';

/** The sum over enumerated sites of the product of factors, with one value for each index of some plates. */
export interface SumProduct {
  /** Positions among the factors that are given. */
  readonly factors: readonly number[];
  /** The dims of sites to sum over. */
  readonly over: readonly Dim[];
  /** The plates that stay; factors are multiplied over all others. */
  readonly plates: PlateSet;
}

/** How it is contracted. */
export interface ContractionPlan {
  readonly result: ContractionNode;
  /** The plates that the result stands in. */
  readonly plates: PlateSet;
  /** The plates that are taken index by index, because plates cross. */
  readonly unrolled: readonly Dim[];
  /** The size of the largest tensor on the way. */
  readonly cells: number;
}

export interface PlanLimits {
  /** The largest tensor allowed where plates have to be unrolled. Default: 2^20. */
  readonly maxContractionCells?: number;
  /** Plates to take index by index though they need not be. */
  readonly unroll?: readonly Dim[];
}

type Structure = Pick<LogFactor, 'dims' | 'sizes' | 'plates'>;

/**
 * The order of sums and products for some sums of products of the same factors: innermost plates are summed out and multiplied up to
 * their parents. Where crossed plates forbid that, one of them is taken index by index, the one with the smallest largest tensor.
 *
 * @throws EnumerationError if unrolling takes tensors beyond the limit
 * @see Obermeyer et al. 2019, "Tensor variable elimination for plated factor graphs", algorithm 1
 */
export function planContractions(
  factors: readonly Structure[],
  sums: readonly SumProduct[],
  { maxContractionCells: limit = 2 ** 20, unroll = [] }: PlanLimits = {},
): ContractionPlan[] {
  const builder = contractionBuilder(factors);
  return sums.map(({ factors: indices, over, plates }) => {
    const plated = indices.map((i) => ({
      node: builder.factor(i),
      plates: union(factors[i]?.plates ?? plates, plates),
    }));
    const whole: Problem = { factors: plated, over, root: plates, limit };
    const problem = unroll.reduce((rest, plate) => unrolled(builder, rest, plate), whole);
    const plan = planOrUnroll(builder, problem);
    if ('leaf' in plan) throw crossedPlates(plan, builder, limit);
    return plan;
  });
}

/** A node and the plates that its tensor stands in. */
interface Plated {
  readonly node: ContractionNode;
  readonly plates: PlateSet;
}

interface Problem {
  readonly factors: readonly Plated[];
  readonly over: readonly Dim[];
  readonly root: PlateSet;
  readonly limit: number;
}

/** Where plates do not nest like a tree: dims of several of them meet in one tensor. */
interface Crossing {
  readonly leaf: PlateSet;
  readonly dims: readonly Dim[];
  /** The largest tensor of the best way round it. */
  readonly cells: number;
}

/** Beyond that many factors, an unrolled plate is not even planned. */
const MAX_FACTORS = 5000;

function planOrUnroll(builder: ContractionBuilder, problem: Problem): ContractionPlan | Crossing {
  const tree = planTree(builder, problem);
  if (!('leaf' in tree)) return tree;
  const plans = [...tree.leaf].flatMap((plate) => {
    if (problem.root.has(plate) || builder.sizeOf(plate) * problem.factors.length > MAX_FACTORS) return [];
    const plan = planOrUnroll(builder, unrolled(builder, problem, plate));
    return ['leaf' in plan ? plan : { ...plan, unrolled: [plate, ...plan.unrolled] }];
  });
  // Of equal ones the first; a crossing that is left takes more than any plan within the limit.
  const [best = tree] = plans.sort((a, b) => a.cells - b.cells);
  return 'leaf' in best || best.cells > problem.limit ? { ...tree, cells: best.cells } : best;
}

function planTree(builder: ContractionBuilder, { factors, over, root }: Problem): ContractionPlan | Crossing {
  const owners = ownersOf(factors, over);
  const pending = [...factors];
  const done: ContractionNode[] = [];
  while (pending.length > 0) {
    const leaf = pending.reduce((most, { plates }) => (plates.size > most.size ? plates : most), root);
    const group = extract(pending, ({ plates }) => sameSet(plates, leaf)).map(({ node }) => node);
    const owned = new Set(over.filter((dim) => sameSet(owners.get(dim) ?? root, leaf)));
    for (const part of connectedBy(group, ({ dims }) => dims.filter((dim) => owned.has(dim)))) {
      const held = new Set(part.flatMap(({ dims }) => dims));
      const here = [...owned].filter((dim) => held.has(dim));
      const result = builder.join(eliminate(builder, part, here));
      if (sameSet(leaf, root)) done.push(result);
      else {
        const parent = result.dims.reduce<PlateSet>((plates, dim) => union(plates, owners.get(dim) ?? root), root);
        if (sameSet(parent, leaf)) return { leaf, dims: result.dims, cells: Infinity };
        const gone = [...leaf].filter((plate) => !parent.has(plate));
        pending.push({ node: builder.product(result, gone), plates: parent });
      }
    }
  }
  const result = builder.join(done);
  return { result, plates: root, unrolled: [], cells: Math.max(...nodesTo(result).map((node) => node.cells)) };
}

/** Takes the items that pass out of a list. */
function extract<T>(items: T[], passes: (item: T) => boolean): T[] {
  const [taken, left] = [items.filter(passes), items.filter((item) => !passes(item))];
  items.splice(0, items.length, ...left);
  return taken;
}

/** One copy of each factor in `plate` for each index, with dims of their own for what is summed there. */
function unrolled(builder: ContractionBuilder, problem: Problem, plate: Dim): Problem {
  const owners = ownersOf(problem.factors, problem.over);
  const copyOf = (dim: Dim, index: number): Dim => (owners.get(dim)?.has(plate) ? dimAt(dim, plate, index) : dim);
  const indices = Array.from({ length: builder.sizeOf(plate) }, (_, i) => i);
  const factors = problem.factors.flatMap(({ node, plates }) => {
    if (!plates.has(plate)) return [{ node, plates }];
    const outside = new Set([...plates].filter((other) => other !== plate));
    return indices.map((index) => ({
      node: builder.slice(node, plate, index, (dim) => copyOf(dim, index)),
      plates: outside,
    }));
  });
  const over = problem.over.flatMap((dim) => [...new Set(indices.map((index) => copyOf(dim, index)))]);
  return { ...problem, factors, over };
}

/** The plates that a summed dim is in: those of all factors that hold it. */
function ownersOf(factors: readonly Plated[], over: readonly Dim[]): Map<Dim, PlateSet> {
  const wanted = new Set(over);
  const owners = new Map<Dim, PlateSet>();
  for (const { node, plates } of factors) {
    for (const dim of node.dims) {
      if (wanted.has(dim)) owners.set(dim, intersection([owners.get(dim) ?? plates, plates]));
    }
  }
  return owners;
}

function crossedPlates(
  { leaf, dims, cells }: Crossing,
  { sizeOf }: ContractionBuilder,
  limit: number,
): EnumerationError {
  const plates = [...leaf].map((plate) => `"${plate.name}" (size ${sizeOf(plate)})`).join(' and ');
  const summed = dims.filter((dim) => !leaf.has(dim)).map(textOf);
  const size = cells === Infinity ? 'too many numbers to count' : `${cells} numbers`;
  return new EnumerationError({
    where: 'enumeration',
    expected: `plates that nest like a tree around the enumerated sites, or tensors of at most ${limit} numbers`,
    got: `${summed.join(', ')} of crossed plates that meet inside ${plates}, which takes tensors of ${size}`,
    hint: 'sequentialPlate for one of these plates, smaller plates, or a larger maxContractionCells',
  });
}
