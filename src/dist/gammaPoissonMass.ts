import { ofCount } from './halfLineDensity.js';
import type * as tf from '@tensorflow/tfjs-core';
import { type Expression, log1p, drawOnHost, logGammaArray, poissonArray, split } from '../num/index.js';
import type { Key, Shape } from '../num/index.js';
import type { Parameter } from './distribution.js';
import { logBinaryMass } from './logCountMass.js';

/** Where the number never ends its rate is infinite; draws are then large. */
const MOST_LOG = 88;

/**
 * The log probability of k successes before `stops` failures, a number r > 0 that need not be an integer: log Gamma(k + r) - log k! -
 * log Gamma(r) + k log p + r log(1 - p); -Infinity elsewhere. Of all orders of k successes and r failures, those that end in a failure.
 */
export function logStoppedMass(
  logSuccess: Expression,
  logFailure: Expression,
  k: Expression,
  stops: Expression,
): Expression {
  const mass = logBinaryMass(k, stops, logSuccess, logFailure).sub(log1p(k.div(stops)));
  return ofCount(k, mass);
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
      logs.map((log, i) => Math.exp(Math.min(log + logScale(values[i] ?? NaN), MOST_LOG))),
    );
  });
}
