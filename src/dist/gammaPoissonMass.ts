import * as tf from '@tensorflow/tfjs-core';
import { drawOnHost, logGammaArray, poissonArray, split } from '../num/index.js';
import type { Key, Shape } from '../num/index.js';
import { asTensor } from './asTensor.js';
import type { BinaryChoice } from './binaryChoice.js';
import { binaryCdf, countCdf } from './countCdf.js';
import type { Parameter } from './distribution.js';
import { logBinaryMass } from './logCountMass.js';
import { whereInside } from './whereInside.js';

/**
 * The log probability of k successes before `stops` failures, a number > 0 that need not be whole: log Gamma(k + r) - log k! -
 * log Gamma(r) + k log p + r log(1 - p); -Infinity below 0.
 */
export function logStoppedMass(value: tf.Tensor, stops: Parameter, choice: BinaryChoice): tf.Tensor {
  const r = asTensor(stops);
  return whereInside(tf.greaterEqual(value, 0), tf.cast(value, 'float32'), 0, (k) =>
    // Of all orders of k successes and r failures, those that end in a failure.
    tf.sub(logBinaryMass(k, r, choice), logRatioOfSum(k, r)),
  );
}

/** The distribution function of those numbers. */
export function stoppedCdf(value: tf.Tensor, stops: Parameter, choice: BinaryChoice): tf.Tensor {
  return countCdf(value, Infinity, (k) => binaryCdf(k, asTensor(stops), choice));
}

/** log((k + r) / r), exactly 0 at k = 0. */
function logRatioOfSum(k: tf.Tensor, r: tf.Tensor): tf.Tensor {
  return tf.sub(tf.log(tf.add(k, r)), tf.log(r));
}

/**
 * Draws of a Poisson number whose rate is a gamma draw, which are those of the number of successes before failures.
 *
 * @param logScale the log of the gamma draw's scale from a value of `parameter`, on the host
 */
export function drawGammaPoisson(
  key: Key,
  shape: Shape,
  concentration: Parameter,
  parameter: Parameter,
  logScale: (value: number) => number,
): tf.Tensor {
  const [rateKey = key, countKey = key] = split(key);
  return drawOnHost(shape, [concentration, parameter], (concentrations = [], values = []) => {
    const logs = logGammaArray(rateKey, concentrations);
    return poissonArray(
      countKey,
      logs.map((log, i) => Math.exp(log + logScale(values[i] ?? NaN))),
    );
  });
}
