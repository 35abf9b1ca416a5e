import { fold, type Key, sizeOf, uniform } from '../../num/index.js';
import { type Component, sumsOf } from '../elbo/components.js';
import { evaluation, nodesTo } from '../factors/contraction.js';
import { type Dim, dimAt, textOf } from '../factors/dims.js';
import { type LogFactor, unionOfDims } from '../factors/logFactor.js';
import { planContractions } from '../factors/planContraction.js';

/** A joint value of all that a component sums over. */
export interface Choice {
  /** The position in the support of each dim's site, over the plates of that site. */
  readonly indices: ReadonlyMap<Dim, NamedArray>;
  /** The log of its probability given all that is not summed, in nats. */
  readonly logPosterior: number;
}

/**
 * The joint mode, or a joint draw, of a component's dims: a pass of sums (or maxima) forward and one of choices back, each given
 * those made before.
 *
 * @param key absent for the mode, of which ties go to the smaller position
 */
export function chooseValues(component: Component, key?: Key): Choice {
  const { factors, sums } = sumsOf([component]);
  const [plan] = planContractions(factors, sums);
  if (plan === undefined) return { indices: new Map(), logPosterior: 0 };
  const evaluate = evaluation(factors, key === undefined ? 'max' : 'sum');
  evaluate(plan.result);
  const sizes = new Map(
    factors.flatMap(({ dims, sizes: lengths }) => dims.map((dim, i) => [dim, lengths[i] ?? 1] as const)),
  );
  const around: Around = { known: new Map(), sizes, unrolled: plan.unrolled, key };
  for (const { kind, over, inputs } of nodesTo(plan.result).reverse()) {
    const [dim] = over;
    if (kind !== 'sum' || dim === undefined) continue;
    around.known.set(
      dim,
      chooseAlong(
        dim,
        inputs.map((input) => namedArray(evaluate(input))),
        around,
      ),
    );
  }
  const indices = new Map(component.over.map((dim) => [dim, gathered(dim, around) ?? EMPTY]));
  const logJoint = factors.reduce((sum, factor) => sum + sumAt(namedArray(factor), indices), 0);
  return { indices, logPosterior: logJoint - total(evaluation(factors)(plan.result)) };
}

interface Around {
  /** What was chosen so far. */
  readonly known: Map<Dim, NamedArray>;
  /** How long the dims of the factors are. */
  readonly sizes: ReadonlyMap<Dim, number>;
  readonly unrolled: readonly Dim[];
  readonly key: Key | undefined;
}

/** One value of `dim` for each index of the plates, given the values that are known. */
function chooseAlong(dim: Dim, inputs: readonly NamedArray[], { known, sizes: lengths, key }: Around): NamedArray {
  const held = unionOfDims(inputs).filter((other) => other !== dim);
  const given = held.filter((other) => known.has(other));
  const plates = [...new Set([...held, ...given.flatMap((other) => known.get(other)?.dims ?? [])])];
  const dims = plates.filter((other) => !known.has(other));
  const sizes = dims.map((other) => lengths.get(other) ?? 1);
  const count = Math.max(...inputs.map((input) => input.sizes[input.dims.indexOf(dim)] ?? 1));
  const data: number[] = [];
  const noise = key && uniform(fold(key, textOf(dim)), [sizeOf(sizes)]).dataSync();
  for (const position of positionsOf(dims, sizes)) {
    for (const other of given) position.set(other, valueAt(known.get(other) ?? EMPTY, position));
    const scores = Array.from({ length: count }, (_, k) => {
      position.set(dim, k);
      return inputs.reduce((sum, input) => sum + valueAt(input, position), 0);
    });
    data.push(noise === undefined ? argMax(scores) : drawn(scores, noise[data.length] ?? 0));
  }
  return { dims, sizes, data };
}

const EMPTY: NamedArray = { dims: [], sizes: [], data: [0] };

function argMax(scores: readonly number[]): number {
  return scores.reduce((best, score, k) => (score > (scores[best] ?? NaN) ? k : best), 0);
}

function drawn(scores: readonly number[], share: number): number {
  const top = Math.max(...scores);
  const weights = scores.map((score) => (score === top ? 1 : Math.exp(score - top)));
  let left = share * weights.reduce((a, b) => a + b);
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  // Rounding may leave a rest beyond the last.
  return found < 0 ? weights.findLastIndex((weight) => weight > 0) : found;
}

/** What was chosen along a dim, put together again where plates were taken index by index; undefined if nothing was. */
function gathered(dim: Dim, around: Around): NamedArray | undefined {
  const { known, sizes, unrolled } = around;
  const whole = known.get(dim);
  if (whole !== undefined) return whole;
  for (const [i, plate] of unrolled.entries()) {
    const rest = { ...around, unrolled: unrolled.slice(i + 1) };
    const count = sizes.get(plate) ?? 1;
    const parts = Array.from({ length: count }, (_, index) => gathered(dimAt(dim, plate, index), rest));
    const found = parts.filter((part) => part !== undefined);
    if (found.length === count) return joinedAlong(plate, found, sizes);
  }
  return undefined;
}

function joinedAlong(plate: Dim, parts: readonly NamedArray[], lengths: ReadonlyMap<Dim, number>): NamedArray {
  const dims = [plate, ...new Set(parts.flatMap((part) => part.dims))];
  const sizes = dims.map((dim) => lengths.get(dim) ?? 1);
  const data = [...positionsOf(dims, sizes)].map((position) =>
    valueAt(parts[position.get(plate) ?? 0] ?? EMPTY, position),
  );
  return { dims, sizes, data };
}

/** The sum over plates of a log factor at the chosen values. */
function sumAt(factor: NamedArray, indices: ReadonlyMap<Dim, NamedArray>): number {
  const plates = factor.dims.flatMap((dim, i) => (indices.has(dim) ? [] : [{ dim, size: factor.sizes[i] ?? 1 }]));
  let sum = 0;
  for (const position of positionsOf(
    plates.map(({ dim }) => dim),
    plates.map(({ size }) => size),
  )) {
    sum += valueAt(factor, withChosen(position, factor.dims, indices));
  }
  return sum;
}

/** The position, and that of the chosen values there. */
export function withChosen(position: Position, dims: readonly Dim[], indices: ReadonlyMap<Dim, NamedArray>): Position {
  const full = new Map(position);
  for (const dim of dims) {
    const chosen = indices.get(dim);
    if (chosen !== undefined) full.set(dim, valueAt(chosen, position));
  }
  return full;
}

/** The sum over all indices. */
function total(factor: LogFactor): number {
  return Array.from(factor.tensor.dataSync()).reduce((sum, x) => sum + x, 0);
}

/** Numbers on the host, with named dims. */
export interface NamedArray {
  readonly dims: readonly Dim[];
  readonly sizes: readonly number[];
  readonly data: ArrayLike<number>;
}

/** An index for each of some dims. */
export type Position = ReadonlyMap<Dim, number>;

/** Reads a tensor from the device. */
export function namedArray({ dims, sizes, tensor }: LogFactor): NamedArray {
  return { dims, sizes, data: tensor.dataSync() };
}

/** The number at a position, which may name dims that the array lacks. */
export function valueAt({ dims, sizes, data }: NamedArray, position: Position): number {
  const flat = dims.reduce((index, dim, i) => index * (sizes[i] ?? 1) + (position.get(dim) ?? 0), 0);
  return data[flat] ?? NaN;
}

/** All positions of some dims, the last fastest. */
export function* positionsOf(dims: readonly Dim[], sizes: readonly number[]): Generator<Map<Dim, number>> {
  const count = sizes.reduce((product, size) => product * size, 1);
  for (let flat = 0; flat < count; flat += 1) {
    const position = new Map<Dim, number>();
    let rest = flat;
    for (const [i, dim] of [...dims.entries()].reverse()) {
      const size = sizes[i] ?? 1;
      position.set(dim, rest % size);
      rest = Math.floor(rest / size);
    }
    yield position;
  }
}
