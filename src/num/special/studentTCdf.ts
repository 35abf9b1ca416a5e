import * as tf from '@tensorflow/tfjs-core';
import { select } from '../select.js';
import { betaSlopes } from './betainc.js';
import { betaQuantile } from './betaincInverse.js';
import type { BetaPoint } from './float64/betaSeries.js';
import { logBetaPower, logIncompleteBeta } from './float64/betaTail.js';
import { log1p } from '../formula/index.js';
import { logGammaHalfStep } from './logGammaHalfStep.js';
import { onHost } from './onHost.js';
import { withPartials, type Numeric } from './withPartials.js';

/**
 * The distribution function of Student's t distribution with `df` > 0 degrees of freedom: with x = df / (df + z^2) half of
 * I_x(df / 2, 1 / 2) on the left, and 1 less that on the right. It has both gradients. Computed in float64 outside of the engine,
 * so it reads its arguments from the device.
 *
 * @param z float32, any shape, or a number; borrowed
 * @param df of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * studentTCdf(tf.tensor1d([-2, 0, 1]), 3).dataSync();   // [0.069663, 0.5, 0.804499]
 */
export function studentTCdf(z: Numeric, df: Numeric): tf.Tensor {
  return withPartials('studentTCdf', { z, df }, onHost(share), [([at, n]) => density(at, n), onHost(shareByDf)]);
}

/**
 * The inverse of `studentTCdf`, for q from 0 to 1: infinite at both ends. It has both gradients, and reads its arguments from the
 * device.
 *
 * @param q float32, any shape, or a number; borrowed
 * @param df of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 */
export function studentTQuantile(q: Numeric, df: Numeric): tf.Tensor {
  return withPartials('studentTQuantile', { q, df }, onHost(quantile), [
    ([, n, z]) => tf.div(1, density(z, n)),
    ([, n, z]) => tf.neg(tf.div(onHost(shareByDf)([z as tf.Tensor, n as tf.Tensor]), density(z, n))),
  ]);
}

function share(z: number, df: number): number {
  if (z === 0) return 0.5;
  const tail = Math.abs(z) === Infinity ? 0 : 0.5 * Math.exp(logIncompleteBeta(pointOf(z, df), true));
  return z < 0 ? tail : 1 - tail;
}

function shareByDf(z: number, df: number): number {
  if (z === 0 || Math.abs(z) === Infinity) return 0;
  const point = pointOf(z, df);
  const tail = 0.25 * betaSlopes(point)[0] + (0.5 * Math.exp(logBetaPower(point))) / df;
  return z < 0 ? tail : -tail;
}

function pointOf(z: number, df: number): BetaPoint {
  const sum = df + z * z;
  return { a: df / 2, b: 0.5, x: df / sum, y: (z * z) / sum, offset: (0.5 * df * (1 - z * z)) / sum };
}

function quantile(q: number, df: number): number {
  if (q === 0.5) return 0;
  if (q === 0 || q === 1) return q === 0 ? -Infinity : Infinity;
  const { x, y } = betaQuantile(df / 2, 0.5, 2 * Math.min(q, 1 - q));
  return Math.sign(q - 0.5) * Math.sqrt((df * y) / x);
}

/** The density at z: the root of 1 / (2 pi), times a factor that is 1 for many degrees of freedom, over a power of 1 + z^2 / df. */
function density(z: tf.Tensor | undefined, df: tf.Tensor | undefined): tf.Tensor {
  const [at, n] = [z as tf.Tensor, df as tf.Tensor];
  const isFinite = tf.less(tf.abs(at), 1e18);
  const fall = tf.mul(tf.mul(tf.add(n, 1), 0.5), log1p(tf.div(tf.square(select(isFinite, at, 0)), n)));
  const logPeak = tf.sub(logGammaHalfStep(tf.mul(n, 0.5)), 0.5 * Math.log(2 * Math.PI));
  return select(isFinite, tf.exp(tf.sub(logPeak, fall)), 0);
}
