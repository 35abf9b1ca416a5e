import * as tf from '@tensorflow/tfjs-core';
import { log1p, logit } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { positive, real, unitInterval } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { increasingImage } from './increasingImage.js';
import { normal } from './normal.js';

/** The smallest normal float32, and the largest below 1: draws keep off both ends. */
const [LEAST, MOST] = [2 ** -126, 1 - 2 ** -24];

export interface LogitNormalParams extends FamilyOptions {
  /** The mean of log(x / (1 - x)), [batch]. */
  readonly loc: Parameter;
  /** The standard deviation of log(x / (1 - x)), [batch], > 0. */
  readonly scale: Parameter;
}

/**
 * The logit-normal distribution on the numbers from 0 to 1, whose log odds are normal:
 * log p(x) = -((logit x - loc) / scale)^2 / 2 - log(x (1 - x) scale) - log(2 pi) / 2, in nats; -Infinity at 0, at 1 and outside.
 * Its moments have no closed form.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * logitNormal({ loc: 0, scale: 1 }).logProb(tf.scalar(0.5)).dataSync();   // [0.467356]
 */
export function logitNormal(params: LogitNormalParams): Distribution {
  const { loc, scale, validate } = checkedOptions('logitNormal', params, ['loc', 'scale'], ['validate']);
  const odds = (): Distribution => normal({ loc, scale, validate: false });
  return defineFamily({
    family: 'logitNormal',
    validate,
    params: { loc, scale },
    parameterConstraints: { loc: real, scale: positive },
    support: unitInterval,
    hasRsample: true,
    ...increasingImage(odds, {
      low: 0,
      high: 1,
      harmless: 0.5,
      forward: (x) => tf.clipByValue(tf.sigmoid(x), LEAST, MOST),
      inverse: logit,
      toEnds: tf.sigmoid,
      logInverseSlope: (y) => tf.neg(tf.add(tf.log(y), log1p(tf.neg(y)))),
    }),
  });
}
