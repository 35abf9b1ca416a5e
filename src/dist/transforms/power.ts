import * as tf from '@tensorflow/tfjs-core';
import { ArgumentError, detached } from '../../num/index.js';
import type { Bijector } from '../constraint.js';
import { positive } from '../constraints/index.js';
import type { Parameter } from '../distribution.js';
import { elementwise } from './elementwise.js';
import { mapName } from './mapName.js';
import { shapeOf } from './shapeOf.js';

/** The smallest and largest normal float32. */
const TINY = 2 ** -126;
const HUGE = 2 ** 127;
const LOG_HUGE = 125.9 * Math.LN2;

/** The power, of numbers for which it is a normal float32; for others that at the nearest of those. */
function raised(x: tf.Tensor, to: Parameter): tf.Tensor {
  const farthest = detached(() => tf.exp(tf.minimum(tf.div(LOG_HUGE, tf.abs(to)), LOG_HUGE)));
  return tf.pow(tf.minimum(tf.maximum(x, tf.div(1, farthest)), farthest), to);
}

/**
 * y = x^exponent: the numbers above 0 onto themselves.
 *
 * @param exponent not 0, of either sign; a number or a tensor that broadcasts to the values
 * @throws ArgumentError if a plain exponent is 0 or not finite
 * @example
 * transforms.power(-2).forward(tf.tensor1d([0.5, 2])).dataSync();   // [4, 0.25]
 */
export function power(exponent: Parameter): Bijector {
  if (typeof exponent === 'number' && !(Math.abs(exponent) > 0 && Number.isFinite(exponent))) {
    throw new ArgumentError({ where: 'power', expected: 'a finite exponent that is not 0', got: String(exponent) });
  }
  return elementwise({
    name: mapName('power', [exponent]),
    domain: positive,
    codomain: positive,
    forward: (x) => raised(x, exponent),
    inverse: (y) => raised(y, typeof exponent === 'number' ? 1 / exponent : tf.div(1, exponent)),
    logDerivative: (x) =>
      tf.add(tf.log(tf.abs(exponent)), tf.mul(tf.sub(exponent, 1), tf.log(tf.clipByValue(x, TINY, HUGE)))),
    slopeSign: () => (typeof exponent === 'number' ? Math.sign(exponent) : tf.sign(exponent)),
    parameterShape: shapeOf(exponent),
  });
}
