import type { Tensor } from '@tensorflow/tfjs-core';
import type { Key } from '../key.js';
import type { Shape } from '../shape.js';
import { inverseTransform } from './inverseTransform.js';

/**
 * Standard Gumbel draws: -log(-log u), float32; the same bits on every engine. Added to logits, the place of the largest sum
 * is a draw from the categorical distribution with those logits.
 */
export function gumbel(key: Key, shape: Shape): Tensor {
  return inverseTransform(key, shape, (u) => -Math.log(-Math.log(u)));
}
