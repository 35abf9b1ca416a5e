import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, nearest } from '../num/index.js';

const ACTIVATIONS = {
  tanh: (x: tf.Tensor): tf.Tensor => tf.tanh(x),
  relu: (x: tf.Tensor): tf.Tensor => tf.relu(x),
  leakyRelu: (x: tf.Tensor): tf.Tensor => tf.leakyRelu(x),
  softplus: (x: tf.Tensor): tf.Tensor => tf.softplus(x),
  elu: (x: tf.Tensor): tf.Tensor => tf.elu(x),
  sin: (x: tf.Tensor): tf.Tensor => tf.sin(x),
} as const;

/** The name of an element-wise nonlinearity. */
export type Activation = keyof typeof ACTIVATIONS;

export const activationNames: readonly Activation[] = Object.keys(ACTIVATIONS) as Activation[];

/** Applies the named nonlinearity to each element. */
export function activate(name: Activation, x: tf.Tensor): tf.Tensor {
  return ACTIVATIONS[name](x);
}

/** @throws ArgumentError unless `name` is an activation */
export function checkActivation(where: string, name: string): asserts name is Activation {
  if (name in ACTIVATIONS) return;
  const near = nearest(name, activationNames);
  throw new ArgumentError({
    where,
    expected: `one of ${activationNames.join(', ')}`,
    got: `"${name}"`,
    hint: near === undefined ? undefined : `"${near}"`,
  });
}
