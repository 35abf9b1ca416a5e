import type { Tensor } from '@tensorflow/tfjs-core';
import type { Key } from '../key.js';
import type { Shape } from '../shape.js';
import { inverseTransform } from './inverseTransform.js';

/** Exponential draws of mean 1: -log u, float32, always > 0; the same bits on every engine. */
export function exponential(key: Key, shape: Shape): Tensor {
  return inverseTransform(key, shape, (u) => -Math.log(u));
}
