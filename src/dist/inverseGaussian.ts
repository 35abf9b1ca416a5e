import { aboveZero } from './halfLineDensity.js';
import * as tf from '@tensorflow/tfjs-core';
import {
  log,
  type Expression,
  formula,
  inverseGaussian as standardInverseGaussian,
  inverseGaussianCdf,
  inverseGaussianQuantile,
  scaledExpIntegral,
} from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { whereInside } from './whereInside.js';

/** The smallest and largest normal float32. */
const [LEAST, MOST] = [2 ** -126, 2 ** 128 - 2 ** 104];
const LOG_TWO_PI = Math.log(2 * Math.PI);

export interface InverseGaussianParams extends FamilyOptions {
  /** Mean m, [batch], > 0, in the units of the value. */
  readonly loc: Parameter;
  /** c, [batch], > 0, in the units of the value: the variance is m^3 / c. */
  readonly concentration: Parameter;
}

const density = formula('inverseGaussian', (x: Expression, loc: Expression, concentration: Expression) => {
  const peak = log(concentration).sub(LOG_TWO_PI).mul(0.5).sub(log(x).mul(1.5));
  const fall = concentration.div(x).mul(x.sub(loc).div(loc).square()).mul(0.5);
  return aboveZero(x, peak.sub(fall));
});

/**
 * The inverse Gaussian distribution on the numbers > 0, of the time at which a Brownian motion with drift first reaches a level:
 * log p(x) = (log(c / x) - log(2 pi)) / 2 - log x - c (x - m)^2 / (2 m^2 x), in nats, with m the loc and c the concentration.
 * Draws carry implicit gradients; drawing, `cdf` and `icdf` read the parameters from the device.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @see Tweedie 1957, "Statistical properties of inverse Gaussian distributions"
 * @example
 * inverseGaussian({ loc: 1, concentration: 2 }).logProb(tf.scalar(2)).dataSync();   // [-2.112086]
 */
export function inverseGaussian(params: InverseGaussianParams): Distribution {
  const { loc, concentration, validate } = checkedOptions(
    'inverseGaussian',
    params,
    ['loc', 'concentration'],
    ['validate'],
  );
  const ratio = (): tf.Tensor => tf.div(concentration, loc);
  return defineFamily({
    family: 'inverseGaussian',
    validate,
    params: { loc, concentration },
    parameterConstraints: { loc: positive, concentration: positive },
    support: positive,
    hasRsample: true,
    draw: (key, shape) => tf.clipByValue(tf.mul(loc, standardInverseGaussian(key, ratio(), shape)), LEAST, MOST),
    logDensity: (value) => density(value, loc, concentration),
    mean: () => loc,
    variance: () => tf.mul(tf.square(asTensor(loc)), tf.div(loc, concentration)),
    // The mean of log(x / m) is -exp(2 c / m) E1(2 c / m).
    entropy: () => {
      const meanLog = tf.sub(tf.log(asTensor(loc)), scaledExpIntegral(tf.mul(ratio(), 2)));
      return tf.mul(tf.add(tf.sub(tf.mul(meanLog, 3), tf.log(asTensor(concentration))), 1 + LOG_TWO_PI), 0.5);
    },
    cdf: (value) =>
      whereInside(tf.greater(value, 0), value, loc, (x) => inverseGaussianCdf(tf.div(x, loc), ratio()), 0),
    icdf: (q) => tf.mul(loc, inverseGaussianQuantile(q, ratio())),
  });
}
