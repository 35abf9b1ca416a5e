import { fold, uniform, type Key } from '../../num/index.js';
import {
  evaluation,
  planContraction,
  stepPool,
  stepsTo,
  unionOfDims,
  type Component,
  type Step,
  type StepPool,
} from '../enumeration/index.js';
import { namedArray, positionsOf, valueAt, type NamedArray, type Position } from './namedArray.js';

/** A joint value of all that a component sums over. */
export interface Choice {
  /** The position in the support of each dim's site, over the plates of that site. */
  readonly indices: ReadonlyMap<string, NamedArray>;
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
  const pool = stepPool();
  const plated = component.factors.map(({ packed, ordinal }) => ({ step: pool.factor(packed), ordinal }));
  const { result } = planContraction(pool, plated, component.sumDims, component.ordinal);
  const evaluate = evaluation(key === undefined ? 'max' : 'sum');
  evaluate(result);
  const known = new Map<string, NamedArray>();
  for (const step of stepsTo(result).reverse()) {
    const [dim] = step.over;
    if (step.kind !== 'sum' || dim === undefined) continue;
    const inputs = step.inputs.map((input) => namedArray(evaluate(input)));
    known.set(dim, chooseAlong(dim, inputs, { known, pool, key: key && fold(key, dim) }));
  }
  const indices = new Map(component.sumDims.map((dim) => [dim, gathered(dim, known, pool)]));
  return { indices, logPosterior: logJoint(component, indices) - logTotal(result) };
}

interface Around {
  readonly known: ReadonlyMap<string, NamedArray>;
  readonly pool: StepPool;
  readonly key: Key | undefined;
}

/** One value of `dim` for each index of the plates, given the values that are known. */
function chooseAlong(dim: string, inputs: readonly NamedArray[], { known, pool, key }: Around): NamedArray {
  const held = unionOfDims(inputs).filter((name) => name !== dim);
  const given = held.filter((name) => known.has(name));
  const plates = [...new Set([...held, ...given.flatMap((name) => known.get(name)?.dims ?? [])])];
  const dims = plates.filter((name) => !known.has(name));
  const sizes = dims.map(pool.sizeOf);
  const data: number[] = [];
  const noise = key === undefined ? undefined : uniform(key, [pool.cells(dims)]).dataSync();
  for (const position of positionsOf(dims, sizes)) {
    for (const name of given) position.set(name, valueAt(known.get(name) ?? EMPTY, position));
    const scores = Array.from({ length: pool.sizeOf(dim) }, (_, k) => {
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

/** Where a plate was taken index by index, its dims are put together again. */
function gathered(dim: string, known: ReadonlyMap<string, NamedArray>, pool: StepPool): NamedArray {
  const whole = known.get(dim);
  const split = pool.splitsOf(dim).find(({ names }) => names.every((name) => isKnown(name, known, pool)));
  if (whole !== undefined || split === undefined) return whole ?? EMPTY;
  const parts = split.names.map((name) => gathered(name, known, pool));
  const dims = [...new Set(parts.flatMap((part) => part.dims))];
  const all = [split.plate, ...dims];
  const sizes = all.map(pool.sizeOf);
  const data = [...positionsOf(all, sizes)].map((position) =>
    valueAt(parts[position.get(split.plate) ?? 0] ?? EMPTY, position),
  );
  return { dims: all, sizes, data };
}

function isKnown(dim: string, known: ReadonlyMap<string, NamedArray>, pool: StepPool): boolean {
  if (known.has(dim)) return true;
  return pool.splitsOf(dim).some(({ names }) => names.every((name) => isKnown(name, known, pool)));
}

function logJoint({ factors }: Component, indices: ReadonlyMap<string, NamedArray>): number {
  return factors.reduce((sum, { packed }) => sum + sumAt(namedArray(packed), indices), 0);
}

/** The sum over plates of a log factor at the chosen values. */
function sumAt(factor: NamedArray, indices: ReadonlyMap<string, NamedArray>): number {
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
export function withChosen(
  position: Position,
  dims: readonly string[],
  indices: ReadonlyMap<string, NamedArray>,
): Position {
  const full = new Map(position);
  for (const dim of dims) {
    const chosen = indices.get(dim);
    if (chosen !== undefined) full.set(dim, valueAt(chosen, position));
  }
  return full;
}

/** The log of the sum over all joint values, over all indices. */
function logTotal(result: Step): number {
  return Array.from(namedArray(evaluation()(result)).data).reduce((sum, x) => sum + x, 0);
}
