import * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../key.js';
import { sizeOf } from '../shape.js';
import type { Shape } from '../shape.js';
import { bits } from './bits.js';

/**
 * Uniform draws from the open interval (0, 1): odd multiples of 2^-24, so that in float32 neither 0 nor 1 can come.
 *
 * @returns float32, of the given shape; the same bits on every engine
 */
export function uniform(key: Key, shape: Shape): tf.Tensor {
  const words = bits(key, sizeOf(shape));
  const draws = new Float32Array(words.length);
  for (let i = 0; i < words.length; i += 1) draws[i] = (((words[i] ?? 0) >>> 9) + 0.5) * 2 ** -23;
  return tf.tensor(draws, [...shape], 'float32');
}

/** `count` uniform draws from the open interval (0, 1): odd multiples of 2^-53, so that neither 0 nor 1 can come. */
export function uniformArray(key: Key, count: number): Float64Array {
  const words = bits(key, 2 * count);
  const draws = new Float64Array(count);
  for (let i = 0; i < count; i += 1) draws[i] = unitInterval(words[2 * i] ?? 0, words[2 * i + 1] ?? 0);
  return draws;
}

/** Two words as a number of (0, 1): 26 bits of each, and a half at the end. */
function unitInterval(high: number, low: number): number {
  return ((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) * 2 ** -52;
}
