// The golden values of golden.tsv, and how far a function is from them.
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import * as num from '../../../src/num/index.js';

/** A function and the errors that are promised for it, in ulp of float32. */
export interface Promise {
  readonly apply: (...at: tf.Tensor[]) => tf.Tensor;
  /** For the value and for all partial derivatives. Without the latter it has none. */
  readonly ulp: readonly [value: number, slope?: number];
  /** Where the value, or the slope, passes through 0 but not its terms: the size below which the error is absolute. */
  readonly floor?: readonly [value: number, slope?: number];
}

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

/** The largest errors over all points of the function `name`. */
export function measure(name: string, { apply, floor = [0] }: Promise): Measured {
  const golden = table.get(name) ?? { at: [], value: [], slopes: [] };
  const at = golden.at.map((column) => tf.tensor1d(column));
  const result = apply(...at);
  const value = worst(golden.at, result, golden.value, floor[0]);
  const gradients = golden.slopes.length === 0 ? [] : tf.grads((...x: tf.Tensor[]) => tf.sum(apply(...x)))(at);
  const slopes = golden.slopes.map((want, i) => worst(golden.at, gradients[i], want, floor[1] ?? 0));
  tf.dispose([...at, result, ...gradients]);
  return { value, slope: slopes.reduce((a, b) => (a.ulp < b.ulp ? b : a), { ulp: 0, at: '' }) };
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
      return { ulp, at: `${at.map((column) => column[i]).join(', ')}: ${values[i]} for ${wanted}` };
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
  return [cells.slice(0, mark).map(Number), cells.slice(mark + 1).map(Number)];
}

/** What the doc comments state. */
export const promises: Readonly<Record<string, Promise>> = {
  betainc: {
    apply: num.betainc,
    ulp: [1, 1],
  },
  betaincInverse: {
    apply: num.betaincInverse,
    ulp: [1, 1],
  },
  besselDeficit: { apply: num.besselDeficit, ulp: [4.5, 4] },
  besselRatio: { apply: num.besselRatio, ulp: [3.5, 3.5] },
  digamma: { apply: num.digamma, ulp: [2, 2] },
  digammaDifference: { apply: num.digammaDifference, ulp: [3] },
  erf: { apply: num.erf, ulp: [2, 1.5] },
  erfc: { apply: num.erfc, ulp: [4, 3.5] },
  erfinv: { apply: num.erfinv, ulp: [2.5, 3] },
  i0e: { apply: num.i0e, ulp: [3, 4] },
  i1e: { apply: num.i1e, ulp: [3.5, 3], floor: [0, 0.1] },
  igamma: { apply: num.igamma, ulp: [1, 2] },
  igammac: { apply: num.igammac, ulp: [1, 2] },
  igammaInverse: { apply: num.igammaInverse, ulp: [1, 1] },
  lgamma: { apply: num.lgamma, ulp: [4, 2] },
  log1mexp: { apply: num.log1mexp, ulp: [3.5, 3.5] },
  log1p: { apply: num.log1p, ulp: [2, 1] },
  log1pexp: { apply: num.log1pexp, ulp: [3, 2] },
  logBeta: { apply: num.logBeta, ulp: [3, 3], floor: [1] },
  logErfc: { apply: num.logErfc, ulp: [4, 4] },
  logExpm1: { apply: num.logExpm1, ulp: [4.5, 2.5] },
  logI0: { apply: num.logI0, ulp: [2.5, 3.5] },
  logNormalCdf: { apply: num.logNormalCdf, ulp: [3.5, 5.5] },
  logit: { apply: num.logit, ulp: [1.5, 1.5], floor: [1] },
  normalCdf: { apply: num.normalCdf, ulp: [3.5, 3] },
  normalQuantile: { apply: num.normalQuantile, ulp: [4.5, 5.5] },
  trigamma: { apply: num.trigamma, ulp: [2] },
};
