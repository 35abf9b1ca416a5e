import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, select } from '../num/index.js';
import type { Distribution } from './distribution.js';

/**
 * The log density of any value [...sample, ...batch, ...event], -Infinity wherever it lies outside the support, and no gradient from
 * there; nor from where `isUsed` is false.
 */
export function insideSupport(dist: Distribution, value: tf.Tensor, isUsed?: tf.Tensor): tf.Tensor {
  const fits = dist.support.check(value);
  const isInside = isUsed === undefined ? fits : tf.logicalAnd(fits, isUsed);
  return select(isInside, dist.logProb(feasibleWhereNot(dist, value, isInside)), -Infinity);
}

/** `value` where it is to be looked at, and elsewhere some element of the support. */
function feasibleWhereNot({ support, eventShape }: Distribution, value: tf.Tensor, isUsed: tf.Tensor): tf.Tensor {
  const overEvent = tf.reshape(isUsed, [...isUsed.shape, ...eventShape.map(() => 1)]);
  const shape = broadcastShapes('logProb', { value: value.shape, batch: overEvent.shape });
  return select(overEvent, value, tf.cast(support.feasible(shape), value.dtype));
}
