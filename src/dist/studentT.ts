import * as tf from '@tensorflow/tfjs-core';
import {
  log1p,
  digammaDifference,
  logGamma,
  logGammaHalfStep,
  logStudentTCdf,
  normal as standardNormal,
  select,
  split,
  studentTCdf,
  studentTQuantile,
} from '../num/index.js';
import type { Key, Shape } from '../num/index.js';
import { asTensor } from './asTensor.js';
import { checkedOptions } from './checkedOptions.js';
import { positive } from './constraints/index.js';
import type { Distribution, FamilyOptions, Parameter } from './distribution.js';
import { locationScale, noiseDensity } from './locationScale.js';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** The log of a factor that takes no standard normal draw out of the range of float32. */
const MOST = 86;
/** The smallest normal float32. */
const LEAST = 2 ** -126;

export interface StudentTParams extends FamilyOptions {
  /** Degrees of freedom, [batch], > 0; the density falls like a power -(df + 1) of the distance. */
  readonly df: Parameter;
  /** The median, and the mean where df > 1, [batch], in the units of the value. Default: 0. */
  readonly loc?: Parameter;
  /** [batch], > 0, same units; the standard deviation is sqrt(df / (df - 2)) times it. Default: 1. */
  readonly scale?: Parameter;
}

const density = noiseDensity('studentT', (z, df) => {
  const logPeak = logGammaHalfStep(df.mul(0.5)).sub(HALF_LOG_TWO_PI);
  return logPeak.sub(
    df
      .add(1)
      .mul(0.5)
      .mul(log1p(z.square().div(df))),
  );
});

/**
 * Student's t distribution on the real line: log p(x) = -(df + 1) / 2 log(1 + z^2 / df) - log(scale sqrt(df)) - log B(df / 2, 1 / 2)
 * with z = (x - loc) / scale, in nats. The mean is NaN up to df = 1; the variance is NaN up to there and Infinity up to df = 2.
 * Draws carry implicit gradients to all parameters; drawing reads df
 * from the device, as `cdf` and `icdf` do.
 *
 * @throws ShapeError if the shapes do not broadcast
 * @throws ArgumentError if a plain number is out of range
 * @example
 * studentT({ df: 3, loc: 1, scale: 2 }).logProb(tf.scalar(3)).dataSync();   // [-2.2694]
 */
export function studentT(params: StudentTParams): Distribution {
  const { df, loc = 0, scale = 1, validate } = checkedOptions('studentT', params, ['df'], ['loc', 'scale', 'validate']);
  // On native the half of the least numbers is 0.
  const half = (): tf.Tensor => tf.maximum(tf.mul(df, 0.5), LEAST);
  const halfMore = (): tf.Tensor => tf.mul(tf.add(df, 1), 0.5);
  const logPeak = (): tf.Tensor => tf.sub(logGammaHalfStep(half()), HALF_LOG_TWO_PI);
  return locationScale({
    family: 'studentT',
    validate,
    loc,
    scale,
    shape: { df },
    shapeConstraints: { df: positive },
    isHeavy: true,
    draw: (key, shape) => drawNoise(key, half(), shape),
    density,
    isSymmetric: true,
    mean: () => select(tf.greater(df, 1), 0, NaN),
    variance: () => variance(asTensor(df)),
    entropy: () => tf.sub(tf.mul(halfMore(), digammaDifference(half(), tf.fill(half().shape, 0.5))), logPeak()),
    cdf: (z) => studentTCdf(z, df),
    icdf: (q) => studentTQuantile(q, df),
    logCdf: (z) => logStudentTCdf(z, df),
    relocated: (newLoc, newScale) => studentT({ df, loc: newLoc, scale: newScale, validate }),
  });
}

/** A standard normal draw over the root of a gamma draw whose mean is 1. */
function drawNoise(key: Key, half: tf.Tensor, shape: Shape): tf.Tensor {
  const [normalKey = key, gammaKey = key] = split(key);
  const logSize = tf.mul(tf.sub(tf.log(half), logGamma(gammaKey, half, shape)), 0.5);
  return tf.mul(standardNormal(normalKey, shape), tf.exp(tf.minimum(logSize, MOST)));
}

function variance(df: tf.Tensor): tf.Tensor {
  const isFinite = tf.greater(df, 2);
  const safe = select(isFinite, df, 3);
  const beyondOne = select(tf.greater(df, 1), Infinity, NaN);
  // 1 + 2 / (df - 2), which is 1 for an infinite df and loses no digits near 2.
  return select(isFinite, tf.add(tf.div(2, tf.sub(safe, 2)), 1), beyondOne);
}
