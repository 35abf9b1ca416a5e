import * as tf from '@tensorflow/tfjs-core';
import { normal as standardNormal, normalCdf, normalQuantile } from '../num/index.js';
import { checkedOptions } from './checkedOptions.js';
import { positive, real } from './constraints/index.js';
import { defineFamily } from './defineFamily.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export interface NormalParams extends FamilyOptions {
  /** Mean, [batch], in the units of the value. */
  readonly loc: Parameter;
  /** Standard deviation, [batch], > 0, same units. */
  readonly scale: Parameter;
}

/**
 * The normal distribution: log p(x) = -((x - loc) / scale)^2 / 2 - log(scale) - log(2 pi) / 2, in nats.
 *
 * @throws ShapeError if the two shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * normal({ loc: 1, scale: 2 }).logProb(tf.scalar(1)).dataSync();   // [-1.612086]
 */
export function normal(params: NormalParams): Distribution {
  const { loc, scale, validate } = checkedOptions('normal', params, ['loc', 'scale'], ['validate']);
  return defineFamily({
    family: 'normal',
    validate,
    params: { loc, scale },
    parameterConstraints: { loc: real, scale: positive },
    support: real,
    hasRsample: true,
    draw: (key, shape) => tf.add(loc, tf.mul(scale, standardNormal(key, shape))),
    // Four operations of the size of the value: the halves go into the scale, which is small.
    logDensity: (value) => tf.sub(logPeak(scale), tf.square(tf.mul(tf.sub(value, loc), halfPrecision(scale)))),
    mean: () => loc,
    variance: () => tf.square(scale),
    entropy: () => tf.sub(0.5, logPeak(scale)),
    cdf: (value) => normalCdf(tf.div(tf.sub(value, loc), scale)),
    icdf: (q) => tf.add(loc, tf.mul(scale, normalQuantile(q))),
    survival: (value) => normalCdf(tf.div(tf.sub(loc, value), scale)),
    inverseSurvival: (q) => tf.sub(loc, tf.mul(scale, normalQuantile(q))),
    relocated: (newLoc, newScale) => normal({ loc: newLoc, scale: newScale, validate }),
  });
}

/** -log(scale) - log(2 pi) / 2. */
function logPeak(scale: Parameter): Parameter {
  if (typeof scale === 'number') return -Math.log(scale) - HALF_LOG_TWO_PI;
  return tf.sub(-HALF_LOG_TWO_PI, tf.log(scale));
}

/** 1 / (scale sqrt 2), whose gradient divides twice: the square of a scale below 1e-19 is 0 in float32. */
function halfPrecision(scale: Parameter): Parameter {
  if (typeof scale === 'number') return Math.SQRT1_2 / scale;
  const operation = tf.customGrad((...inputs) => {
    const [input, save] = inputs as [tf.Tensor, tf.GradSaveFunc];
    save([input]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] =>
      saved.map((kept) => tf.div(tf.div(tf.mul(dy, -Math.SQRT1_2), kept), kept));
    return { value: tf.div(Math.SQRT1_2, input), gradFunc };
  });
  return operation(scale);
}
