import * as tf from '@tensorflow/tfjs-core';
import { uniform, type Key, type Shape } from '../num/index.js';

/**
 * Weights uniform on ±1/√fanIn, the usual start of a dense layer.
 *
 * @see LeCun et al. 1998, "Efficient backprop", section 4.6
 */
export function fanInUniform(shape: Shape, fanIn: number): (key: Key) => tf.Tensor {
  const bound = 1 / Math.sqrt(fanIn);
  return (key) => tf.tidy(() => tf.mul(tf.sub(uniform(key, shape), 0.5), 2 * bound));
}
