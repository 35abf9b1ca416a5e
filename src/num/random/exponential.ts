import * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../key.js';
import { sizeOf } from '../shape.js';
import type { Shape } from '../shape.js';
import { uniformArray } from './uniform.js';

/** Exponential draws of mean 1: -log u, float32, always > 0; the same bits on every engine. */
export function exponential(key: Key, shape: Shape): tf.Tensor {
  const uniforms = uniformArray(key, sizeOf(shape));
  const draws = new Float32Array(uniforms.length);
  for (let i = 0; i < uniforms.length; i += 1) draws[i] = -Math.log(uniforms[i] ?? 1);
  return tf.tensor(draws, [...shape], 'float32');
}
