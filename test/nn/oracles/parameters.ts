import type * as tf from '@tensorflow/tfjs-core';
import { key } from '../../../src/num/index.js';
import { seed, trace } from '../../../src/ppl/index.js';
import type { Numbers } from './perceptron.js';

/** The values that a program's parameters start with, by name. */
export function startOf(program: () => unknown, seedOf = 0): Record<string, tf.Tensor> {
  const { sites } = trace(seed(key(seedOf), program))();
  return Object.fromEntries([...sites.values()].map((site) => [site.name, site.value]));
}

export function numbersOf(tensors: Readonly<Record<string, tf.Tensor>>): Numbers {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, Array.from(tensor.dataSync())]));
}
