import * as tf from '@tensorflow/tfjs-core';
import type { Constraint } from '../constraint.js';
import { define } from './define.js';

/** The elements of `list` [...batch, K, ...event]. */
export function oneOf(list: tf.Tensor, eventDim: number): Constraint {
  const at = list.rank - 1 - eventDim;
  return define({
    kind: 'oneOf',
    args: [list, eventDim],
    list,
    ...(eventDim === 0
      ? { ends: (shape) => [tf.min(list, -1), tf.max(list, -1)].map((end) => tf.add(tf.zeros(shape), end)) }
      : {}),
    expected: 'one of the values that are listed',
    isDiscrete: true,
    eventDim,
    test: (value) => {
      const isEqual = tf.equal(tf.expandDims(value, value.rank - eventDim), tf.cast(list, 'float32'));
      const isSame = tf.all(
        isEqual,
        Array.from({ length: eventDim }, (_, i) => isEqual.rank - 1 - i),
      );
      return tf.any(isSame, -1);
    },
    element: (shape) => {
      const begin = list.shape.map(() => 0);
      const size = list.shape.map((length, i) => (i === at ? 1 : length));
      return tf.add(tf.zeros(shape), tf.squeeze(tf.slice(list, begin, size), [at]));
    },
  });
}
