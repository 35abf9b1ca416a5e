import * as tf from '@tensorflow/tfjs-core';
import { log1mexp } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { positive, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { expWithin } from './expWithin.js';
import { increasingImage } from './increasingImage.js';
import { normal } from './normal.js';

export interface LogNormalParams extends FamilyOptions {
  /** The mean of log x, [batch]. */
  readonly loc: Parameter;
  /** The standard deviation of log x, [batch], > 0. */
  readonly scale: Parameter;
}

/**
 * The log-normal distribution on the numbers > 0, whose logs are normal:
 * log p(x) = -((log x - loc) / scale)^2 / 2 - log(x scale) - log(2 pi) / 2, in nats.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * logNormal({ loc: 0, scale: 1 }).mean().dataSync();   // [1.648721]
 */
export function logNormal(params: LogNormalParams): Distribution {
  const { loc, scale, validate } = checkedOptions('logNormal', params, ['loc', 'scale'], ['validate']);
  const logs = (): Distribution => normal({ loc, scale, validate: false });
  const square = (): tf.Tensor => tf.square(asTensor(scale));
  return defineFamily({
    family: 'logNormal',
    validate,
    params: { loc, scale },
    parameterConstraints: { loc: real, scale: positive },
    support: positive,
    hasRsample: true,
    ...increasingImage(logs, {
      low: 0,
      high: Infinity,
      harmless: 1,
      forward: expWithin,
      inverse: tf.log,
      toEnds: tf.exp,
      logInverseSlope: (y) => tf.neg(tf.log(y)),
    }),
    mean: () => tf.exp(tf.add(loc, tf.mul(square(), 0.5))),
    // In one exponential: its factors may leave the range of float32 where their product does not.
    variance: () => tf.exp(tf.add(tf.mul(tf.add(loc, square()), 2), log1mexp(tf.neg(square())))),
    entropy: () => tf.add(logs().entropy(), loc),
  });
}
