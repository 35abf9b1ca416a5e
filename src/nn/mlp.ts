import type * as tf from '@tensorflow/tfjs-core';
import { activate, type Activation } from './activation.js';
import { dense } from './dense.js';

export interface MlpOptions {
  /** The width of each hidden layer, in order. */
  readonly hidden: readonly number[];
  readonly units: number;
  readonly activation: Activation;
}

/**
 * A multi-layer perceptron on the concatenation of `parts`: hidden layers `name/0`, `name/1`, … and a linear `name/out`.
 *
 * @returns [...batch, units]
 */
export function mlp(name: string, parts: readonly tf.Tensor[], { hidden, units, activation }: MlpOptions): tf.Tensor {
  let layer = parts;
  hidden.forEach((width, i) => {
    layer = [activate(activation, dense(`${name}/${i}`, layer, width))];
  });
  return dense(`${name}/out`, layer, units);
}
