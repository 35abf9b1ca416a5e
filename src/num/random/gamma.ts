import type * as tf from '@tensorflow/tfjs-core';
import { scalarFunction } from '../formula/index.js';
import type { Key } from '../key.js';
import type { Shape } from '../shape.js';
import { gammaMotion } from '../special/igamma.js';
import { logGammaArray } from './gammaArray.js';
import { implicitDraw } from './implicitDraw.js';
import { logGammaSlope } from './logGammaSlope.js';

/** The smallest normal float32: draws below it are set to it, so that all lie above 0. */
const TINY = 2 ** -126;

const logMotion = scalarFunction('logGammaMotion', logGammaSlope);

/**
 * Gamma draws of rate 1, float32, > 0, with implicit gradients to the concentration. Drawn on the host in float64, so that the
 * same numbers give the same bits on every engine; to that end the concentration is read from the device.
 *
 * @param concentration > 0, a number or a tensor that broadcasts to `shape`
 * @returns a tensor of that shape; NaN where the concentration is not a finite number > 0
 */
export function gamma(key: Key, concentration: tf.Tensor | number, shape: Shape): tf.Tensor {
  return implicitDraw(
    concentration,
    shape,
    (at) => logGammaArray(key, at).map((log) => Math.max(TINY, Math.exp(log))),
    gammaMotion,
  );
}

/** The logs of gamma draws, as `gamma` makes them, which stay exact where the draws themselves underflow. */
export function logGamma(key: Key, concentration: tf.Tensor | number, shape: Shape): tf.Tensor {
  return implicitDraw(concentration, shape, (at) => logGammaArray(key, at), logMotion);
}
