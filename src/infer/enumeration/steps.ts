import { sizeOf } from '../../num/index.js';
import { unionOfDims, type Packed } from './packed.js';

/**
 * One step of a contraction, known by its dims alone before any tensor is computed:
 * - `factor`: a tensor that is given
 * - `slice`: one index of a plate, with the dims that are summed at that index renamed
 * - `sum`: the sum over one dim of the product of the inputs
 * - `product`: the product over plates
 * - `join`: the product of the inputs
 */
export interface Step {
  readonly kind: 'factor' | 'slice' | 'sum' | 'product' | 'join';
  /** Larger than those of its inputs. */
  readonly id: number;
  readonly inputs: readonly Step[];
  /** The dims that the step removes. */
  readonly over: readonly string[];
  readonly dims: readonly string[];
  /** The index of a slice. */
  readonly index?: number;
  /** The tensor of a factor. */
  readonly source?: Packed;
}

/** Makes steps, one for equal inputs, so that contractions share what they have in common. */
export interface StepPool {
  factor(packed: Packed): Step;
  slice(input: Step, plate: string, index: number, rename: (dim: string) => string): Step;
  sum(inputs: readonly Step[], dim: string): Step;
  product(input: Step, plates: readonly string[]): Step;
  join(inputs: readonly Step[]): Step;
  /** The plates that a dim was split by in some plan, and the names that it was given there, index by index. */
  splitsOf(dim: string): readonly Split[];
  /** How long a dim is. */
  sizeOf(dim: string): number;
  /** How many numbers a tensor of these dims has. */
  cells(dims: readonly string[]): number;
}

export interface Split {
  readonly plate: string;
  readonly names: readonly string[];
}

type Draft = Omit<Step, 'id'>;

export function stepPool(): StepPool {
  const known = new Map<string, Step>();
  const factors = new Map<Packed, Step>();
  const sizes = new Map<string, number>();
  let nextId = 0;
  const make = (draft: Draft): Step => ({ ...draft, id: nextId++ });
  const once = (draft: Draft): Step => {
    const inputs = draft.inputs.map((input) => input.id).sort((a, b) => a - b);
    const signature = [draft.kind, draft.index ?? '', ...inputs, ...draft.over].join('\n');
    const step = known.get(signature) ?? make(draft);
    known.set(signature, step);
    return step;
  };
  const splits = new Map<string, { plate: string; names: string[] }[]>();
  // Several plates may be tried; the result tells which was taken.
  const noteSplit = (dim: string, plate: string, index: number, name: string): void => {
    const tried = splits.get(dim) ?? [];
    const split = tried.find((one) => one.plate === plate) ?? { plate, names: [] };
    split.names[index] = name;
    splits.set(dim, tried.includes(split) ? tried : [...tried, split]);
  };
  const without = (dims: readonly string[], gone: readonly string[]): string[] =>
    dims.filter((dim) => !gone.includes(dim));
  const length = (dim: string): number => sizes.get(dim) ?? 1;
  return {
    factor: (packed) => {
      packed.dims.forEach((dim, i) => sizes.set(dim, packed.sizes[i] ?? 1));
      const step =
        factors.get(packed) ?? make({ kind: 'factor', inputs: [], over: [], dims: packed.dims, source: packed });
      factors.set(packed, step);
      return step;
    },
    slice: (input, plate, index, rename) => {
      const kept = without(input.dims, [plate]);
      for (const dim of kept) {
        sizes.set(rename(dim), length(dim));
        if (rename(dim) !== dim) noteSplit(dim, plate, index, rename(dim));
      }
      return once({ kind: 'slice', inputs: [input], over: [plate], dims: kept.map(rename), index });
    },
    sum: (inputs, dim) => once({ kind: 'sum', inputs, over: [dim], dims: without(unionOfDims(inputs), [dim]) }),
    product: (input, plates) =>
      once({ kind: 'product', inputs: [input], over: plates, dims: without(input.dims, plates) }),
    join: (inputs) => {
      const [only] = inputs;
      if (only !== undefined && inputs.length === 1) return only;
      return once({ kind: 'join', inputs, over: [], dims: unionOfDims(inputs) });
    },
    splitsOf: (dim) => splits.get(dim) ?? [],
    sizeOf: length,
    cells: (dims) => sizeOf(dims.map(length)),
  };
}

/** The steps that a result is made from, itself included, each after its inputs. */
export function stepsTo(...results: readonly Step[]): Step[] {
  const found = new Set<Step>(results);
  // A set may grow while it is walked.
  for (const step of found) for (const input of step.inputs) found.add(input);
  return [...found].sort((a, b) => a.id - b.id);
}

/** The dims of the largest tensor that a step makes on its way. */
export function widestDims({ kind, inputs, dims }: Step): readonly string[] {
  return kind === 'sum' || kind === 'join' ? unionOfDims(inputs) : dims;
}
