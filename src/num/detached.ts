import * as tf from '@tensorflow/tfjs-core';

/**
 * What `make` returns, cut off from the gradient tape: nothing inside is recorded and nothing flows back through it, so that
 * it may use operations that have no gradient.
 *
 * @returns a tensor that the caller owns, also where `make` hands back a tensor that it was given
 */
export function detached(make: () => tf.Tensor): tf.Tensor {
  return tf.customGrad(() => ({ value: tf.clone(make()), gradFunc: () => [] }))();
}
