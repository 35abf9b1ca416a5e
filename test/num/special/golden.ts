// The golden values of golden.tsv, and how far a function is from them.
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { derivativeOf } from '../../../src/num/formula/derivative.js';
import { evaluate } from '../../../src/num/formula/evaluate.js';
import { Expression } from '../../../src/num/formula/index.js';
import * as num from '../../../src/num/index.js';

/** What golden.tsv has of one function: the argument lists, the values and the lists of each partial derivative. */
interface Golden {
  readonly at: number[][];
  readonly value: number[];
  readonly slopes: number[][];
}

/** The largest errors in ulp, and the arguments where they are. */
export interface Measured {
  readonly value: Worst;
  readonly slope: Worst;
}

interface Worst {
  readonly ulp: number;
  readonly at: string;
}

const [LEAST, MOST] = [2 ** -126, 3.4028235677973366e38];
const table = readTable();

export const goldenNames: readonly string[] = [...table.keys()];

/** The largest errors over all points of the function `name`, as a tensor function on the current engine. */
export function measure(name: string, { copies = 1, floor = floors[name]?.[0] ?? 0 } = {}): Measured {
  const { at: columns, value: wanted, slopes: wantedSlopes } = goldenOf(name);
  const repeat = (numbers: readonly number[]): number[] => Array.from({ length: copies }, () => numbers).flat();
  const at = columns.map((column) => tf.tensor1d(repeat(column)));
  const apply = lifted(name) as (...x: tf.Tensor[]) => tf.Tensor;
  const result = apply(...at);
  const value = worst(columns, result, repeat(wanted), floor);
  const gradients = wantedSlopes.length === 0 ? [] : tf.grads((...x: tf.Tensor[]) => tf.sum(apply(...x)))(at);
  const slopes = wantedSlopes.map((want, i) => worst(columns, gradients[i], repeat(want), floors[name]?.[1] ?? 0));
  tf.dispose([...at, result, ...gradients]);
  return { value, slope: slopes.reduce((a, b) => (a.ulp < b.ulp ? b : a), { ulp: 0, at: '' }) };
}

/** The largest relative errors of the formulas themselves, in double precision: of the value and of each partial derivative. */
export function relativeErrors(name: string): number[] {
  const { at, value, slopes } = goldenOf(name);
  const whole = formulaOf(name);
  return [value, ...slopes].map((wanted, i) => {
    const got = valuesAt(i === 0 ? whole : derivativeOf(whole, i - 1), at);
    const errors = wanted.map((want, j) => (Math.abs(want) > 1e-300 ? Math.abs(((got[j] ?? NaN) - want) / want) : 0));
    return errors.reduce((most, error) => (error <= most ? most : error), 0);
  });
}

/** The function of that name as a formula of its variables. */
export function formulaOf(name: string): Expression {
  const variables = goldenOf(name).at.map((_, i) => Expression.variable(i));
  return (lifted(name) as (...x: Expression[]) => Expression)(...variables);
}

/** A formula in double precision. */
export function valuesAt(formula: Expression, at: readonly (readonly number[])[]): number[] {
  const size = at[0]?.length ?? 0;
  const columns = at.map((column) => ({ data: Float64Array.from(column), shape: [size] }));
  const { data } = evaluate(formula, columns);
  return Array.from({ length: size }, (_, i) => data[data.length === 1 ? 0 : i] ?? NaN);
}

export function goldenOf(name: string): Golden {
  return table.get(name) ?? { at: [], value: [], slopes: [] };
}

function lifted(name: string): unknown {
  return num[name as keyof typeof num];
}

/** The smallest and the largest of each argument. */
export function rangeOf(name: string): string {
  const show = (x: number): string =>
    String(Number(x.toPrecision(3))).replace(/^(-?\d)0{6,}$/, (digits) => Number(digits).toExponential());
  const columns = table.get(name)?.at ?? [];
  return columns.map((column) => `${show(Math.min(...column))} to ${show(Math.max(...column))}`).join('; ');
}

function worst(at: number[][], got: tf.Tensor | undefined, want: readonly number[], floor: number): Worst {
  const values = got?.dataSync() ?? [];
  return want.reduce<Worst>(
    (largest, wanted, i) => {
      const ulp = errorOf(values[i] ?? NaN, wanted, floor);
      if (ulp <= largest.ulp) return largest;
      return { ulp, at: `${at.map((column) => column[i % column.length]).join(', ')}: ${values[i]} for ${wanted}` };
    },
    { ulp: 0, at: '' },
  );
}

/** Below the smallest normal number only the size is checked, as an engine may flush to 0 there; above the largest, infinity. */
function errorOf(got: number, want: number, floor: number): number {
  const size = Math.max(Math.abs(want), floor);
  if (Math.abs(want) < LEAST && floor === 0) return Math.abs(got - want) <= LEAST ? 0 : Infinity;
  if (size > MOST) return got === Math.sign(want) * Infinity ? 0 : Infinity;
  const ulp = Math.abs(got - want) / 2 ** (Math.floor(Math.log2(size)) - 23);
  return Number.isNaN(ulp) ? Infinity : ulp;
}

function readTable(): Map<string, Golden> {
  const found = new Map<string, Golden>();
  for (const line of readFileSync(new URL('golden.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)) {
    const [name = '', ...cells] = line.split('\t');
    const [point, [value = NaN, ...slopes]] = splitAt(cells);
    const golden = found.get(name) ?? { at: point.map(() => []), value: [], slopes: slopes.map(() => []) };
    found.set(name, golden);
    golden.at.forEach((column, i) => column.push(point[i] ?? NaN));
    golden.value.push(value);
    golden.slopes.forEach((column, i) => column.push(slopes[i] ?? NaN));
  }
  return found;
}

function splitAt(cells: readonly string[]): [number[], number[]] {
  const mark = cells.indexOf('=');
  return [cells.slice(0, mark).map((cell) => Math.fround(Number(cell))), cells.slice(mark + 1).map(Number)];
}

/** Where the value, or the slope, passes through 0 but not its terms: the size below which the error is absolute. */
const floors: Readonly<Record<string, readonly [value: number, slope?: number]>> = { i1e: [0, 0.1] };
