import * as tf from '@tensorflow/tfjs-core';
import type { Bijector } from '../constraint.js';
import { greaterThan, lessThan, positive } from '../constraints/index.js';
import { elementwise } from './elementwise.js';
import { mapName } from './mapName.js';
import { shapeOf } from './shapeOf.js';

/** The smallest and largest normal float32. */
const TINY = 2 ** -126;
const HUGE = 2 ** 127;
const LOG_HUGE = 127 * Math.LN2;

/**
 * y = bound + exp(x), or bound - exp(x) with direction -1: the reals onto a half line.
 *
 * The image stays inside the open half line also where rounding would put it on the bound: there y is the bound's neighbour.
 *
 * @param bound a number or a tensor that broadcasts to the values
 */
export function expHalfLine(bound: number | tf.Tensor, direction: 1 | -1): Bijector {
  return elementwise({
    name: bound === 0 && direction === 1 ? 'exp' : mapName('expHalfLine', [bound, direction]),
    codomain: direction === -1 ? lessThan(bound) : bound === 0 ? positive : greaterThan(bound),
    slopeSign: () => direction,
    parameterShape: shapeOf(bound),
    forward: (x) => {
      // An infinite power would have an infinite slope, of which the bound on the image makes NaN.
      const distance = atLeast(tf.exp(tf.minimum(x, LOG_HUGE)), spacing(bound));
      return bound === 0 && direction === 1 ? distance : tf.add(bound, tf.mul(distance, direction));
    },
    inverse: (y) => tf.log(tf.clipByValue(tf.mul(tf.sub(y, bound), direction), TINY, HUGE)),
    logDerivative: (x) => tf.clone(x),
  });
}

/** The distance to the next float32, or a little more. */
function spacing(bound: number | tf.Tensor): number | tf.Tensor {
  if (typeof bound === 'number') return Math.max(TINY, Math.abs(bound) * 2 ** -23);
  return tf.maximum(TINY, tf.mul(tf.abs(bound), 2 ** -23));
}

function atLeast(distance: tf.Tensor, least: number | tf.Tensor): tf.Tensor {
  if (typeof least === 'number') return tf.clipByValue(distance, least, HUGE);
  return tf.maximum(distance, least);
}
