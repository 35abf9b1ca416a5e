import * as tf from '@tensorflow/tfjs-core';
import type { Key } from '../key.js';
import type { Shape } from '../shape.js';
import { gumbel } from './gumbel.js';

/**
 * Draws of an index with probabilities proportional to exp(logits), by the Gumbel-max rule: the data stay on the device.
 *
 * @param logits [...batch, K]; -Infinity is allowed and is never drawn while another entry is finite
 * @param shape the shape of the draws, to which the batch shape must broadcast; by default the batch shape
 * @returns int32, of that shape
 */
export function categorical(key: Key, logits: tf.Tensor, shape: Shape = logits.shape.slice(0, -1)): tf.Tensor {
  const size = logits.shape[logits.rank - 1] ?? 1;
  return tf.tidy(() => tf.argMax(tf.add(logits, gumbel(key, [...shape, size])), -1));
}
