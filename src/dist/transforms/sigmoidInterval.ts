import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, logit } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { interval, unitInterval } from '../constraints/index.js';
import { elementwise } from './elementwise.js';
import { mapName } from './mapName.js';
import { shapeOf } from './shapeOf.js';

/** The smallest normal float32, and the largest below 1. */
const [LEAST, MOST] = [2 ** -126, 1 - 2 ** -24];

/**
 * y = low + (high - low) sigmoid(x): the reals onto an interval.
 *
 * @param low a number or a tensor that broadcasts to the values; so is `high`
 */
export function sigmoidInterval(low: number | tf.Tensor, high: number | tf.Tensor): Bijector {
  const isUnit = low === 0 && high === 1;
  return elementwise({
    name: isUnit ? 'sigmoid' : mapName('sigmoidInterval', [low, high]),
    codomain: isUnit ? unitInterval : interval(low, high),
    parameterShape: broadcastShapes('sigmoidInterval', { low: shapeOf(low), high: shapeOf(high) }),
    forward: (x) => {
      const part = tf.clipByValue(tf.sigmoid(x), LEAST, MOST);
      // Rounding can carry the sum past the upper bound.
      return isUnit ? part : tf.minimum(tf.add(low, tf.mul(tf.sub(high, low), part)), high);
    },
    inverse: (y) => {
      const part = isUnit ? y : tf.div(tf.sub(y, low), tf.sub(high, low));
      return logit(tf.clipByValue(part, LEAST, MOST));
    },
    logDerivative: (x) => tf.sub(tf.log(tf.sub(high, low)), tf.add(tf.softplus(x), tf.softplus(tf.neg(x)))),
  });
}
