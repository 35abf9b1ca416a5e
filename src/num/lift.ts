import * as tf from '@tensorflow/tfjs-core';
import { EstimatorError } from './errors.js';

/** A function of one number, in double precision, with as many derivatives as are known. */
export interface ScalarFunction {
  readonly value: (x: number) => number;
  readonly derivative?: ScalarFunction;
}

/**
 * A scalar function at each entry of a tensor, on every engine: one pass over a typed array in place of a composition of kernels.
 * Gradients flow through its derivative, which is lifted in turn.
 *
 * @param x float32, any shape; borrowed
 * @throws EstimatorError in the backward pass, where a derivative is asked for that is not known
 */
export function lift(x: tf.Tensor, { value, derivative }: ScalarFunction): tf.Tensor {
  const lifted = tf.customGrad((input, save) => {
    const given = input as tf.Tensor;
    (save as (tensors: tf.Tensor[]) => void)([given]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor =>
      tf.mul(dy, lift(saved[0] ?? given, known(derivative)));
    return { value: tf.tensor(given.dataSync<'float32'>().map(value), given.shape), gradFunc };
  });
  return lifted(x);
}

/** Not zero where there is none: a gradient that is wrong would not be seen. */
function known(derivative: ScalarFunction | undefined): ScalarFunction {
  if (derivative !== undefined) return derivative;
  throw new EstimatorError({ where: 'gradient', expected: 'a function whose derivative is known', got: 'one without' });
}
