import * as tf from '@tensorflow/tfjs-core';
import { digamma, gamma as standardGamma, lgamma, select } from '../num/index.js';
import { positive } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { asTensor } from './asTensor.js';

export interface GammaParams extends FamilyOptions {
  /** The exponent of the density plus 1, [batch], > 0, without unit. */
  readonly concentration: Parameter;
  /** [batch], > 0, in units of 1 over the value. */
  readonly rate: Parameter;
}

/**
 * The gamma distribution on the numbers > 0: log p(x) = a log r + (a - 1) log x - r x - log Gamma(a), in nats, with a the
 * concentration and r the rate. Draws carry implicit gradients; drawing reads the concentration from the device.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * gamma({ concentration: 2, rate: 3 }).logProb(tf.scalar(1)).dataSync();   // [-0.802775]
 */
export function gamma({ concentration, rate, validate }: GammaParams): Distribution {
  return defineFamily({
    family: 'gamma',
    validate,
    params: { concentration, rate },
    parameterConstraints: { concentration: positive, rate: positive },
    support: positive,
    hasRsample: true,
    draw: (key, shape) => tf.maximum(tf.div(standardGamma(key, concentration, shape), rate), 2 ** -126),
    logDensity: (value) => {
      const isInside = positive.check(value);
      const safe = select(isInside, value, 1);
      const scaled = tf.mul(safe, rate);
      // log x and log r are taken apart, because their product can leave the range of float32.
      const logScaled = tf.add(tf.log(safe), tf.log(rate));
      const kernel = tf.sub(tf.sub(tf.mul(concentration, logScaled), tf.log(safe)), scaled);
      return select(isInside, tf.sub(kernel, lgamma(asTensor(concentration))), -Infinity);
    },
    mean: () => tf.div(concentration, rate),
    variance: () => tf.div(tf.div(concentration, rate), rate),
    entropy: () => {
      const a = asTensor(concentration);
      const atUnitRate = tf.add(tf.add(a, lgamma(a)), tf.mul(tf.sub(1, a), digamma(a)));
      return tf.sub(atUnitRate, tf.log(rate));
    },
  });
}
