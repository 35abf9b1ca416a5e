import * as tf from '@tensorflow/tfjs-core';
import { select } from './select.js';

/** Where a mask, a boolean or a boolean tensor, is not true. */
export function complement(mask: boolean | tf.Tensor): boolean | tf.Tensor {
  return typeof mask === 'boolean' ? !mask : tf.logicalNot(mask);
}

/**
 * `data` where the mask is true and `draw` elsewhere, in the type of the draw.
 *
 * @param mask boolean, or a boolean tensor [...batch]
 * @param data [...batch, ...event]; entries where the mask is false are not used, and may be NaN
 * @param draw [...batch, ...event]
 * @param eventRank how many rightmost dims of the values are one event
 */
export function impute(mask: boolean | tf.Tensor, data: tf.Tensor, draw: tf.Tensor, eventRank: number): tf.Tensor {
  return tf.tidy(() => {
    const isKnown = typeof mask === 'boolean' ? tf.scalar(mask, 'bool') : mask;
    const overEvent = tf.reshape(isKnown, [...isKnown.shape, ...Array<number>(eventRank).fill(1)]);
    return select(overEvent, tf.cast(data, draw.dtype), draw);
  });
}
