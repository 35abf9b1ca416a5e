import * as tf from '@tensorflow/tfjs-core';
import { sumOf } from '../logDensity.js';
import type { GradientTransform } from './chain.js';
import { checkOption } from './checkOption.js';
import type { Tensors } from './optimizer.js';

/** Tensors of fewer entries are joined. */
const SMALL = 4096;

/** The Euclidean norm of all tensors taken as one vector. */
export function globalNorm(tensors: Tensors): tf.Scalar {
  return tf.tidy(() =>
    tf.sqrt(sumOf(fewer(Object.values(tensors)).map((tensor) => tf.sum<tf.Scalar>(tf.square(tensor))))),
  );
}

/** The same entries in fewer tensors: small ones are joined, as a kernel costs more than they do. */
function fewer(tensors: readonly tf.Tensor[]): tf.Tensor[] {
  const small = tensors.filter(({ size }) => size < SMALL).map((tensor) => tf.reshape(tensor, [-1]));
  return [...tensors.filter(({ size }) => size >= SMALL), ...(small.length === 0 ? [] : [tf.concat(small)])];
}

/** The same tensors if their common norm is at most `limit`, else new ones shortened to it. */
export function clipByGlobalNorm(tensors: Tensors, limit: number): Tensors {
  if (limit === Infinity) return tensors;
  return tf.tidy(() => {
    const factor = tf.minimum(1, tf.div(limit, tf.maximum(globalNorm(tensors), 1e-30)));
    return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.mul(tensor, factor)]));
  });
}

/** Shortens all gradients together to a Euclidean norm of `limit` where theirs is larger. @throws ArgumentError unless > 0 */
export function clipNorm(limit: number): GradientTransform {
  checkOption('clipNorm', limit > 0, 'a limit > 0', limit);
  return { name: 'clipNorm', transform: (gradients) => clipByGlobalNorm(gradients, limit) };
}

/** Cuts each entry of each gradient to [-limit, limit]. @throws ArgumentError unless `limit` > 0 */
export function clipValue(limit: number): GradientTransform {
  checkOption('clipValue', limit > 0, 'a limit > 0', limit);
  const cut = (x: tf.Tensor): tf.Tensor => tf.clipByValue(x, -limit, limit);
  return {
    name: 'clipValue',
    transform: (gradients) =>
      Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, cut(gradient)])),
  };
}
