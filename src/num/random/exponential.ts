import * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../key.js';
import { sizeOf } from '../shape.js';
import type { Shape } from '../shape.js';
import { uniformArray } from './uniform.js';

/** Exponential draws of mean 1: -log u, float32, always > 0; the same bits on every engine. */
export function exponential(key: Key, shape: Shape): tf.Tensor {
  const draws = Float32Array.from(uniformArray(key, sizeOf(shape)), (u) => -Math.log(u));
  return tf.tensor(draws, [...shape], 'float32');
}
