import type * as tf from '@tensorflow/tfjs-core';
import { formatShape, sameShape } from '../../num/index.js';

// Equal formulas on other shapes may take other roundings: 64 of float32, of the larger of 1 and the number.
const ROUNDINGS = 64 * 2 ** -24;

/**
 * Where two tensors first differ, in words: `expected -1.5 at index [0, 2], got -1.4`; undefined if they agree.
 *
 * NaN agrees with NaN only, and an infinity with itself. Reads tensor data.
 *
 * @param closeness how far finite numbers may lie apart, as a share of the larger of 1 and the expected one's magnitude
 */
export function firstFar(got: tf.Tensor, want: tf.Tensor, closeness: number = ROUNDINGS): string | undefined {
  if (!sameShape(got.shape, want.shape)) {
    return `expected shape ${formatShape(want.shape)}, got ${formatShape(got.shape)}`;
  }
  const [numbers, targets] = [got.dataSync(), want.dataSync()];
  const at = numbers.findIndex((x, i) => !isNear(x, targets[i] ?? NaN, closeness));
  return at < 0 ? undefined : `expected ${targets[at]} at index ${indexText(at, got.shape)}, got ${numbers[at]}`;
}

/** The first entry that fails a test, in words: `expected a finite number at index [1], got NaN`; undefined if none does. */
export function firstUnfit(
  x: tf.Tensor,
  expected: string,
  fits: (entry: number, flat: number) => boolean,
): string | undefined {
  const numbers = Array.from(x.dataSync());
  const at = numbers.findIndex((entry, i) => !fits(entry, i));
  return at < 0 ? undefined : `expected ${expected} at index ${indexText(at, x.shape)}, got ${numbers[at]}`;
}

/** The index [i, j, …] of a flat position. */
export function indexText(flat: number, shape: readonly number[]): string {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, size) => product * size, 1));
  return formatShape(shape.map((size, i) => Math.floor(flat / (strides[i] ?? 1)) % size));
}

function isNear(got: number, want: number, closeness: number): boolean {
  if (!Number.isFinite(got) || !Number.isFinite(want)) return Object.is(got, want);
  return Math.abs(got - want) <= closeness * Math.max(1, Math.abs(want));
}
