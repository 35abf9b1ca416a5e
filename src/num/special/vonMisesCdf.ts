import type * as tf from '@tensorflow/tfjs-core';
import { integrate } from '../random/gaussLegendre.js';
import { vonMisesSlope } from '../random/vonMisesSlope.js';
import { onHost } from './onHost.js';
import { withPartials, type Numeric } from './withPartials.js';

// In nats: integrands are cut off where they have fallen so far.
const DEPTH = 40;

/**
 * The part of a von Mises distribution about 0 that lies between -pi and an angle. Computed on the host in float64: both arguments
 * are read from the device. Its gradients are the density and minus the density times the implicit slope of a draw.
 *
 * @param angle in radians, from -pi to pi, float32; borrowed
 * @param concentration >= 0, a number or a tensor that broadcasts against it; borrowed
 * @example
 * vonMisesCdf(tf.tensor1d([-1, 0, 2]), 1.5).dataSync();   // [0.151369, 0.5, 0.965344]
 */
export function vonMisesCdf(angle: tf.Tensor, concentration: Numeric): tf.Tensor {
  return withPartials('vonMisesCdf', { angle, concentration }, onHost(cdf), [
    onHost((at, k) => density(k)(at)),
    onHost((at, k) => -vonMisesSlope(k, at) * density(k)(at)),
  ]);
}

function cdf(angle: number, concentration: number): number {
  if (Number.isNaN(angle)) return NaN;
  return angle < 0 ? tail(-angle, concentration) : 1 - tail(angle, concentration);
}

/** The part above an angle from 0 to pi. */
export function tail(angle: number, concentration: number): number {
  return integrate(density(concentration), angle, end(angle, concentration));
}

/** The angle at which the density has fallen by exp(-depth) from that at `angle`, or pi: sin(t / 2)^2 grows by depth / 2k. */
export function end(angle: number, concentration: number, depth: number = DEPTH): number {
  return 2 * Math.asin(Math.min(1, Math.sqrt(Math.sin(angle / 2) ** 2 + depth / (2 * concentration))));
}

/** exp(k (cos t - 1)) / (2 pi I0(k) exp(-k)), with cos t - 1 as -2 sin(t / 2)^2. */
export function density(concentration: number): (angle: number) => number {
  const fall = (t: number): number => Math.exp(-2 * concentration * Math.sin(t / 2) ** 2);
  const whole = 2 * integrate(fall, 0, end(0, concentration));
  return (t) => fall(t) / whole;
}
