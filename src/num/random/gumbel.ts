import * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../key.js';
import { sizeOf } from '../shape.js';
import type { Shape } from '../shape.js';
import { uniformArray } from './uniform.js';

/**
 * Standard Gumbel draws: -log(-log u), float32; the same bits on every engine. Added to logits, the place of the largest sum
 * is a draw from the categorical distribution with those logits.
 */
export function gumbel(key: Key, shape: Shape): tf.Tensor {
  const uniforms = uniformArray(key, sizeOf(shape));
  const draws = new Float32Array(uniforms.length);
  for (let i = 0; i < uniforms.length; i += 1) draws[i] = -Math.log(-Math.log(uniforms[i] ?? 1));
  return tf.tensor(draws, [...shape], 'float32');
}
