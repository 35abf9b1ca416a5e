// The golden values of golden.json, and how far a family's members are from them.
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../../../src/dist/index.js';
import type { DistributionFactory } from '../../../src/testing/laws/law.js';
import { gradientsOf, type Tensors } from '../../support/gradientsOf.js';

/** JSON has no word for numbers that are not finite. */
type Written = number | 'NaN' | 'Infinity' | '-Infinity';
type Nested = Written | readonly Nested[];
/** The size below which errors count as absolute: one for all values, or one for each. */
type Floor = Written | readonly Written[];

/** One set of parameters of one family, and its members there. */
export interface Row {
  readonly family: string;
  readonly params: Readonly<Record<string, Nested>>;
  readonly values: readonly Nested[];
  /** At each value; the derivatives by the value and by parameters have the shapes of these. */
  readonly logProb: readonly Written[];
  readonly slopes: Readonly<Record<string, readonly Nested[]>>;
  readonly cdf?: readonly Written[];
  readonly cdfSlopes?: Readonly<Record<string, readonly Nested[]>>;
  /** At each share. */
  readonly shares?: readonly number[];
  readonly icdf?: readonly Written[];
  readonly mean?: Nested;
  readonly variance?: Nested;
  readonly entropy?: Nested;
  readonly floors: Readonly<Record<string, Floor>>;
  /** How the entries of a container may move; the others have no derivative of their own. */
  readonly kinds?: Readonly<Record<string, 'lower' | 'diagonal' | 'symmetric' | 'simplex'>>;
}

export type Member = (typeof members)[number];
export const members = ['logProb', 'slopes', 'cdf', 'cdfSlopes', 'icdf', 'mean', 'variance', 'entropy'] as const;

/** The largest relative error of a member, and where it is. */
export interface Worst {
  readonly error: number;
  readonly at: string;
  readonly found: string;
}

/** A golden number, or a list of them that belong together, at some argument. */
interface Wanted {
  readonly row: Row;
  readonly at: Nested;
  readonly value: Nested;
  readonly floor: number;
}

const LEAST = 2 ** -126;
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as {
  readonly versions: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
};

export const { versions, rows } = golden;
export const families: readonly string[] = [...new Set(rows.map(({ family }) => family))];

/** The largest errors of the members that the family has golden values of. */
export function measure(family: string, factory: DistributionFactory): Map<Member, Worst> {
  const found = new Map<Member, Worst>();
  for (const group of alike(rows.filter((row) => row.family === family))) {
    for (const member of members) {
      tf.tidy(() => {
        const worst = worstOf(group, member, factory);
        if (worst !== undefined && worst.error >= (found.get(member)?.error ?? 0)) found.set(member, worst);
      });
    }
  }
  return found;
}

/** The parameters of one row. */
export function paramsOfRow(row: Row): Tensors {
  return paramsOf([wantedAt(row, 'logProb', 0)]);
}

/** Rows whose parameters have the same shapes, which make one batch. */
function alike(all: readonly Row[]): Row[][] {
  const shapeOf = (x: Nested): string => (typeof x === 'object' ? `[${x.map(shapeOf).join()}]` : '');
  const groups = new Map<string, Row[]>();
  for (const row of all) {
    const shape = Object.values(row.params).map(shapeOf).join(';');
    groups.set(shape, [...(groups.get(shape) ?? []), row]);
  }
  return [...groups.values()];
}

function worstOf(group: readonly Row[], member: Member, factory: DistributionFactory): Worst | undefined {
  if (member === 'slopes' || member === 'cdfSlopes') return worstSlope(group, member, factory);
  const list = wantedOf(group, member);
  return list.length === 0 ? undefined : worst(answers(factory(paramsOf(list)), member, list), list);
}

type Plain = Exclude<Member, 'slopes' | 'cdfSlopes'>;
type AtValues = 'logProb' | 'cdf';

function answers(dist: Distribution, member: Plain, list: readonly Wanted[]): tf.Tensor {
  if (member === 'mean' || member === 'variance' || member === 'entropy') return dist[member]();
  return dist[member](argumentsOf(list));
}

/** The golden numbers of a member with the arguments at which they were taken. */
function wantedOf(group: readonly Row[], member: Plain): Wanted[] {
  return group.flatMap((row) => {
    const found = row[member];
    if (found === undefined) return [];
    if (member === 'mean' || member === 'variance' || member === 'entropy') return [wantedAt(row, member, found)];
    const at = member === 'icdf' ? (row.shares ?? []) : row.values;
    return (found as readonly Written[]).map((value, i) => wantedAt(row, member, value, at[i], i));
  });
}

function wantedAt(row: Row, name: string, value: Nested, at: Nested = [], i: number = 0): Wanted {
  const floor = row.floors[name] ?? (name === 'logProb' || name === 'entropy' ? 1 : 0);
  return { row, at, value, floor: Number(typeof floor === 'object' ? floor[i] : floor) };
}

/** The derivatives of log densities or distribution functions by the value and by parameters, whichever the rows have. */
function worstSlope(
  all: readonly Row[],
  member: 'slopes' | 'cdfSlopes',
  factory: DistributionFactory,
): Worst | undefined {
  const group = all.filter((row) => Object.keys(row[member] ?? {}).length > 0);
  const [first] = group;
  if (first === undefined) return undefined;
  const names = Object.keys(first[member] ?? {});
  const of: AtValues = member === 'slopes' ? 'logProb' : 'cdf';
  const slopes = slopesOf(wantedOf(group, of), names, of, factory);
  const each = names.map((name) => {
    const list = group.flatMap((row) =>
      (row[member]?.[name] ?? []).map((value, i) => wantedAt(row, name, value, row.values[i], i)),
    );
    const { error, at, found } = worst(moving(slopes[name] ?? tf.scalar(NaN), first.kinds?.[name]), list);
    return { error, at: `by ${name} at ${at}`, found };
  });
  return each.reduce((a, b) => (b.error > a.error ? b : a));
}

/** The derivatives by `names`; what else the distribution is made of, such as whole numbers, has none. */
function slopesOf(
  list: readonly Wanted[],
  names: readonly string[],
  of: AtValues,
  factory: DistributionFactory,
): Tensors {
  const inputs: Tensors = { ...paramsOf(list), value: argumentsOf(list) };
  const pick = (isFree: boolean): Tensors =>
    Object.fromEntries(Object.entries(inputs).filter(([name]) => names.includes(name) === isFree));
  const fixed = pick(false);
  return gradientsOf((moved) => {
    const { value = tf.scalar(NaN), ...params } = { ...fixed, ...moved };
    return factory(params)[of](value);
  }, pick(true));
}

/** Of derivatives by each entry, those by entries that move as their kind lets them. */
function moving(slopes: tf.Tensor, kind: 'lower' | 'diagonal' | 'symmetric' | 'simplex' | undefined): tf.Tensor {
  if (kind === undefined) return slopes;
  if (kind === 'simplex') return tf.sub(slopes, tf.mean(slopes, -1, true));
  const size = slopes.shape.at(-1) ?? 1;
  const [row, column] = [tf.reshape(tf.range(0, size), [size, 1]), tf.range(0, size)];
  const isDiagonal = tf.cast(tf.equal(row, column), 'float32');
  if (kind === 'diagonal') return tf.mul(slopes, tf.mul(isDiagonal, tf.cast(tf.greater(row, 0), 'float32')));
  const isLower = tf.cast(tf.greaterEqual(row, column), 'float32');
  if (kind === 'lower') return tf.mul(slopes, isLower);
  const flipped = tf.transpose(
    slopes,
    [...slopes.shape.keys()].slice(0, -2).concat([slopes.rank - 1, slopes.rank - 2]),
  );
  return tf.mul(tf.add(slopes, tf.mul(flipped, tf.sub(1, isDiagonal))), isLower);
}

function argumentsOf(list: readonly Wanted[]): tf.Tensor {
  return stacked(list.map(({ at }) => at));
}

/** The parameters of the rows of a list, each with a batch as long as the list. */
function paramsOf(list: readonly Wanted[]): Record<string, tf.Tensor> {
  const names = Object.keys(list[0]?.row.params ?? {});
  return Object.fromEntries(names.map((name) => [name, stacked(list.map(({ row }) => row.params[name] ?? 'NaN'))]));
}

function stacked(list: readonly Nested[]): tf.Tensor {
  // Lists of equal depth and lengths, as the rows of a group have them.
  const all: unknown = list.map(numbers);
  return tf.tensor(all as tf.TensorLike);
}

type Numbers = number | readonly Numbers[];

function numbers(x: Nested): Numbers {
  return typeof x === 'object' ? x.map(numbers) : Number(x);
}

function leaves(x: Nested): number[] {
  return typeof x === 'object' ? x.flatMap(leaves) : [Number(x)];
}

/** The largest error; of arrays beside their largest entry. */
function worst(got: tf.Tensor, list: readonly Wanted[]): Worst {
  const all = got.dataSync();
  const size = all.length / list.length;
  return list.reduce<Worst>(
    (largest, { row, at, value, floor }, i) => {
      const want = leaves(value);
      const found = Array.from(all.slice(i * size, (i + 1) * size));
      const error = found.length === want.length ? errorOf(found, want, floor) : Infinity;
      if (error <= largest.error) return largest;
      return { error, at: place(at, row.params), found: `${found.join()} for ${want.join()}` };
    },
    { error: 0, at: '', found: '' },
  );
}

/** As people read it: `4 of df 3, loc 0`. */
function place(at: Nested, params: Row['params']): string {
  const show = (x: Nested): string =>
    typeof x === 'object' ? `[${x.map(show).join(', ')}]` : String(Number(Number(x).toPrecision(4)));
  const of = Object.entries(params).map(([name, x]) => `${name} ${show(x)}`);
  return [...(typeof at === 'object' && at.length === 0 ? [] : [show(at)]), of.join(', ')].join(' of ');
}

/** Below the smallest normal number only the size is checked, as an engine may flush to 0 there; above the largest, infinity. */
function errorOf(got: readonly number[], want: readonly number[], floor: number): number {
  const size = Math.max(floor, ...want.map((x) => (Number.isFinite(Math.fround(x)) ? Math.abs(x) : 0)));
  const errors = want.map((x, i) => {
    const found = got[i] ?? NaN;
    if (!Number.isFinite(Math.fround(x))) return Object.is(found, Math.fround(x)) ? 0 : Infinity;
    const off = Math.abs(found - x);
    if (Number.isNaN(off)) return Infinity;
    return off <= (size < LEAST ? LEAST : 0) ? 0 : off / Math.max(size, 1e-300);
  });
  return Math.max(...errors);
}
