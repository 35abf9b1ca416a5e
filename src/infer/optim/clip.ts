import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from './optimizer.js';

/** The Euclidean norm of all tensors taken as one vector. */
export function globalNorm(tensors: Tensors): tf.Scalar {
  return tf.tidy(() => {
    const squares = Object.values(tensors).map((tensor) => tf.sum(tf.square(tensor)));
    return tf.sqrt(squares.reduce<tf.Scalar>((sum, square) => tf.add(sum, square), tf.scalar(0)));
  });
}

/** The same tensors if their common norm is at most `limit`, else new ones shortened to it. */
export function clipByGlobalNorm(tensors: Tensors, limit: number): Tensors {
  if (limit === Infinity) return tensors;
  return tf.tidy(() => {
    const factor = tf.minimum(1, tf.div(limit, tf.maximum(globalNorm(tensors), 1e-30)));
    return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.mul(tensor, factor)]));
  });
}
