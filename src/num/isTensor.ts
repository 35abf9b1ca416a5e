import * as tf from '@tensorflow/tfjs-core';

/** Whether something is a tensor, for what callers in JavaScript hand over. */
export function isTensor(x: unknown): x is tf.Tensor {
  return x instanceof tf.Tensor;
}
