import { sizeOf } from '../../num/index.js';
import { textOf, type Dim } from './dims.js';
import { addAll, logSumExpOver, maxOver, sliceAt, sumOver, unionOfDims, type LogFactor } from './logFactor.js';

/**
 * One step of a contraction, known by its dims alone before any tensor is computed:
 * - `factor`: one that is given
 * - `slice`: one index of a plate, with the dims of what is enumerated in the plate renamed
 * - `sum`: the sum over one dim of the product of the inputs
 * - `product`: the product over plates
 * - `join`: the product of the inputs
 */
export interface ContractionNode {
  readonly kind: 'factor' | 'slice' | 'sum' | 'product' | 'join';
  /** Larger than those of its inputs. */
  readonly id: number;
  readonly inputs: readonly ContractionNode[];
  /** The dims that it removes. */
  readonly over: readonly Dim[];
  readonly dims: readonly Dim[];
  /** The index of a slice, or which of the given factors. */
  readonly index: number;
  /** How many numbers the largest tensor has that it makes on its way. */
  readonly cells: number;
}

/** Makes nodes, one for equal inputs, so that contractions share what they have in common. */
export interface ContractionBuilder {
  factor(index: number): ContractionNode;
  slice(input: ContractionNode, plate: Dim, index: number, rename: (dim: Dim) => Dim): ContractionNode;
  sum(inputs: readonly ContractionNode[], dim: Dim): ContractionNode;
  product(input: ContractionNode, plates: readonly Dim[]): ContractionNode;
  join(inputs: readonly ContractionNode[]): ContractionNode;
  /** How long a dim is. */
  sizeOf(dim: Dim): number;
  /** How many numbers a tensor of these dims has. */
  cells(dims: readonly Dim[]): number;
}

export function contractionBuilder(factors: readonly Pick<LogFactor, 'dims' | 'sizes'>[]): ContractionBuilder {
  const known = new Map<string, ContractionNode>();
  const sizes = new Map(factors.flatMap((factor) => factor.dims.map((dim, i) => [dim, factor.sizes[i] ?? 1] as const)));
  const length = (dim: Dim): number => sizes.get(dim) ?? 1;
  const cells = (dims: readonly Dim[]): number => sizeOf(dims.map(length));
  const node = (
    kind: ContractionNode['kind'],
    inputs: readonly ContractionNode[],
    { over = [], dims = without(unionOfDims(inputs), over), index = 0 }: Partial<ContractionNode>,
  ): ContractionNode => {
    const ids = inputs.map((input) => input.id).sort((a, b) => a - b);
    const signature = [kind, index, ...ids, '', ...over.map(textOf), '', ...dims.map(textOf)].join('\n');
    const widest = kind === 'sum' || kind === 'join' ? unionOfDims(inputs) : dims;
    const made = known.get(signature) ?? { kind, id: known.size, inputs, over, dims, index, cells: cells(widest) };
    known.set(signature, made);
    return made;
  };
  return {
    factor: (index) => node('factor', [], { dims: factors[index]?.dims ?? [], index }),
    slice: (input, plate, index, rename) => {
      const kept = without(input.dims, [plate]);
      for (const dim of kept) sizes.set(rename(dim), length(dim));
      return node('slice', [input], { over: [plate], dims: kept.map(rename), index });
    },
    sum: (inputs, dim) => node('sum', inputs, { over: [dim] }),
    product: (input, plates) => node('product', [input], { over: plates }),
    join: (inputs) => (inputs.length === 1 && inputs[0] !== undefined ? inputs[0] : node('join', inputs, {})),
    sizeOf: length,
    cells,
  };
}

function without(dims: readonly Dim[], gone: readonly Dim[]): Dim[] {
  return dims.filter((dim) => !gone.includes(dim));
}

/** The nodes that some results are made from, these included, each after its inputs. */
export function nodesTo(...results: readonly ContractionNode[]): ContractionNode[] {
  const found = new Set<ContractionNode>(results);
  // A set may grow while it is walked.
  for (const node of found) for (const input of node.inputs) found.add(input);
  return [...found].sort((a, b) => a.id - b.id);
}

/** What "sum" means: a sum of probabilities, or the largest. */
export type Ring = 'sum' | 'max';

/** Computes nodes from the given factors; what was computed for one result is there for the next. */
export function evaluation(factors: readonly LogFactor[], ring: Ring = 'sum'): (node: ContractionNode) => LogFactor {
  const done = new Map<ContractionNode, LogFactor>();
  return (result) => {
    for (const node of nodesTo(result)) if (!done.has(node)) done.set(node, compute(node, factors, ring, done));
    return done.get(result) ?? addAll([]);
  };
}

function compute(
  { kind, inputs, over, dims, index }: ContractionNode,
  factors: readonly LogFactor[],
  ring: Ring,
  done: ReadonlyMap<ContractionNode, LogFactor>,
): LogFactor {
  const joined = addAll(
    kind === 'factor' ? factors.slice(index, index + 1) : inputs.flatMap((input) => done.get(input) ?? []),
  );
  if (kind === 'slice') return over.reduce((factor, plate) => ({ ...sliceAt(factor, plate, index), dims }), joined);
  if (kind === 'sum') return ring === 'sum' ? logSumExpOver(joined, over) : maxOver(joined, over);
  return kind === 'product' ? sumOver(joined, over) : joined;
}
