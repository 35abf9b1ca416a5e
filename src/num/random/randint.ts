import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError } from '../errors.js';
import type { Key } from '../key.js';
import { sizeOf } from '../shape.js';
import type { Shape } from '../shape.js';
import { uniformArray } from './uniform.js';

/**
 * Integers from `low` to `high` - 1, each equally likely.
 *
 * @returns int32, of the given shape; the same on every engine
 * @throws ArgumentError unless both are whole and `low` < `high`
 */
export function randint(key: Key, shape: Shape, low: number, high: number): tf.Tensor {
  const draws = Int32Array.from(randintArray(key, sizeOf(shape), low, high));
  return tf.tensor(draws, [...shape], 'int32');
}

/** `count` integers from `low` to `high` - 1, each equally likely. @throws ArgumentError unless `low` < `high` */
export function randintArray(key: Key, count: number, low: number, high: number): number[] {
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low >= high) {
    throw new ArgumentError({ where: 'randint', expected: 'integers low < high', got: `${low} and ${high}` });
  }
  return Array.from(uniformArray(key, count), (u) => low + Math.floor(u * (high - low)));
}
