import * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../key.js';
import { sizeOf } from '../shape.js';
import type { Shape } from '../shape.js';
import { uniformArray } from './uniform.js';

/**
 * Draws of the distribution whose quantile function is given: float32, of the given shape; the same bits on every engine.
 *
 * @param quantile from the open interval (0, 1), in float64
 * @example
 * inverseTransform(key(0), [3], (u) => -Math.log(u));   // exponential draws of mean 1
 */
export function inverseTransform(key: Key, shape: Shape, quantile: (u: number) => number): tf.Tensor {
  const uniforms = uniformArray(key, sizeOf(shape));
  return tf.tensor(Float32Array.from(uniforms, quantile), [...shape], 'float32');
}
