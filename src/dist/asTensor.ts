import * as tf from '@tensorflow/tfjs-core';
import type { Parameter } from './distribution.js';

/** A parameter as a tensor; a plain number becomes a new scalar. */
export function asTensor(value: Parameter): tf.Tensor {
  return typeof value === 'number' ? tf.scalar(value) : value;
}
