import * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../key.js';
import { sizeOf } from '../shape.js';
import type { Shape } from '../shape.js';
import { bits } from './bits.js';

/** Standard normal draws: float32, of the given shape; the same bits on every engine. At most 6.8 in size. */
export function normal(key: Key, shape: Shape): tf.Tensor {
  const draws = new Float32Array(sizeOf(shape));
  fillNormal(draws, key);
  return tf.tensor(draws, [...shape], 'float32');
}

/** `count` standard normal draws in float64. */
export function normalArray(key: Key, count: number): Float64Array {
  const draws = new Float64Array(count);
  fillNormal(draws, key);
  return draws;
}

/**
 * Two normals from two words: a radius sqrt(-2 log u) and an angle 2 pi v.
 *
 * @see Box and Muller 1958, "A note on the generation of random normal deviates"
 */
function fillNormal(draws: Float32Array | Float64Array, key: Key): void {
  const words = bits(key, 2 * Math.ceil(draws.length / 2));
  for (let i = 0; i < draws.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(((words[i] ?? 0) + 0.5) * 2 ** -32));
    const angle = ((words[i + 1] ?? 0) + 0.5) * (2 * Math.PI * 2 ** -32);
    draws[i] = radius * Math.cos(angle);
    if (i + 1 < draws.length) draws[i + 1] = radius * Math.sin(angle);
  }
}
