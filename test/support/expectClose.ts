import * as tf from '@tensorflow/tfjs-core';

/** Numbers to compare: a tensor, a typed array, nested arrays, or one number. */
export type Numbers = tf.Tensor | ArrayLike<number> | readonly Nested[] | number;
type Nested = number | readonly Nested[];

/** How far two finite numbers may lie apart; without one of these they must be equal. */
export interface Closeness {
  /** A count of float32 roundings: each is 2^-24 of the larger magnitude, or of 1 if that is larger. */
  readonly roundings?: number;
  /** A distance. */
  readonly tolerance?: number;
  /** A share of the expected number's magnitude. */
  readonly relative?: number;
}

/**
 * Fails unless `actual` and `expected` have equally many numbers and these agree one by one.
 *
 * NaN equals NaN only, an infinity equals only itself, and all of the closeness that is given adds up.
 */
export function expectClose(actual: Numbers, expected: Numbers, closeness: Closeness = {}): void {
  const [got, want] = [flatten(actual), flatten(expected)];
  if (got.length !== want.length) {
    throw failure(`expected ${want.length} numbers, got ${got.length}`, got, want);
  }
  const wrong = got.findIndex((value, i) => !agrees(value, want[i] ?? NaN, closeness));
  if (wrong < 0) return;
  const [a, b] = [got[wrong] ?? NaN, want[wrong] ?? NaN];
  const wrongs = got.filter((value, i) => !agrees(value, want[i] ?? NaN, closeness)).length;
  const distance = `off by ${Math.abs(a - b)}, allowed ${allowance(a, b, closeness)}`;
  throw failure(`${wrongs} of ${got.length} differ; [${wrong}] is ${a} instead of ${b} (${distance})`, got, want);
}

function agrees(a: number, b: number, closeness: Closeness): boolean {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Object.is(a, b);
  return Math.abs(a - b) <= allowance(a, b, closeness);
}

function allowance(a: number, b: number, { roundings = 0, tolerance = 0, relative = 0 }: Closeness): number {
  const size = Math.max(1, Math.abs(a), Math.abs(b));
  return roundings * size * 2 ** -24 + tolerance + relative * Math.abs(b);
}

function flatten(numbers: Numbers): number[] {
  if (typeof numbers === 'number') return [numbers];
  if (numbers instanceof tf.Tensor) return Array.from(numbers.dataSync());
  return Array.from<Nested>(numbers as ArrayLike<Nested>).flatMap((item) => flatten(item as Numbers));
}

/** An assertion error as vitest shows it: with both lists of numbers, shortened. */
function failure(text: string, got: readonly number[], want: readonly number[]): Error {
  const shorten = (list: readonly number[]): string =>
    `[${list.slice(0, 12).join(', ')}${list.length > 12 ? ', …' : ''}]`;
  const error = new Error(`expectClose: ${text}\n  got  ${shorten(got)}\n  want ${shorten(want)}`);
  Error.captureStackTrace(error, expectClose);
  return error;
}
