import * as tf from '@tensorflow/tfjs-core';

/**
 * A function of each number with a derivative of its own. Neither function is recorded by a gradient tape, so the forward one
 * keeps nothing but its argument, and the derivative is computed only if it is needed.
 *
 * @param derivative maps the same argument to the derivative there; it may itself be made by `withDerivative`
 */
export function withDerivative(
  x: tf.Tensor,
  value: (x: tf.Tensor) => tf.Tensor,
  derivative: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const operation = tf.customGrad((...inputs) => {
    const [input, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    save([input]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] =>
      saved.map((kept) => tf.mul(dy, derivative(kept)));
    return { value: value(input), gradFunc };
  });
  return operation(x);
}
