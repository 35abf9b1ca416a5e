import type * as tf from '@tensorflow/tfjs-core';
import type { Shape } from '../num/index.js';
import { param } from '../ppl/index.js';
import { fanInUniform } from './initializers.js';

/**
 * The parameters `name/kernel`, of the given shape [..., in, out], and `name/bias`, [out], of one layer. Both start uniform on ±1/√fanIn,
 * where fanIn is the product of all dims of the kernel but the last.
 */
export function weights(name: string, shape: Shape): { kernel: tf.Tensor; bias: tf.Tensor } {
  const fanIn = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return {
    kernel: param(`${name}/kernel`, fanInUniform(shape, fanIn)),
    bias: param(`${name}/bias`, fanInUniform(shape.slice(-1), fanIn)),
  };
}
