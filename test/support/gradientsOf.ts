import * as tf from '@tensorflow/tfjs-core';

/** Tensors by name. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** The gradients of the sum of a function of named tensors, 0 in those that do not matter. */
export function gradientsOf(f: (named: Tensors) => tf.Tensor, inputs: Tensors): Tensors {
  const names = Object.keys(inputs);
  const named = (all: readonly tf.Tensor[]): Tensors =>
    Object.fromEntries(names.map((name, i) => [name, all[i] ?? tf.scalar(NaN)]));
  // Clipped, because 0 times an infinite input is not 0.
  const anchored = (...all: tf.Tensor[]): tf.Tensor =>
    all.reduce((sum, x) => tf.add(sum, tf.sum(tf.mul(tf.clipByValue(x, -1, 1), 0))), tf.sum(f(named(all))));
  return named(tf.grads(anchored)(Object.values(inputs)));
}
