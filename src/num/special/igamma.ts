import type * as tf from '@tensorflow/tfjs-core';
import { logGammaSlope } from '../random/logGammaSlope.js';
import { gammaPoint, logGammaPower, logIncompleteGamma } from './float64/gammaTail.js';
import { onHost } from './onHost.js';
import { withPartials, type Numeric } from './withPartials.js';

/**
 * The regularised lower incomplete gamma function P(a, x) for a > 0: the distribution function at x of the gamma distribution of
 * concentration a and rate 1. 0 for x <= 0; NaN unless a is finite and > 0. It has both gradients. Computed in float64 outside
 * of the engine, so it reads its arguments from the device.
 * At most 1 ulp off, its gradient 2.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param x of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * igamma(2, tf.tensor1d([0.5, 3])).dataSync();   // [0.090204, 0.800852]
 */
export function igamma(a: Numeric, x: Numeric): tf.Tensor {
  return withPartials('igamma', { a, x }, onHost(lower), [onHost(slopeByA), onHost(gammaDensity)]);
}

/**
 * The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), with all its digits where it is small; otherwise as
 * `igamma`.
 * At most 1 ulp off, its gradient 2.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param x of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * igammac(2, tf.tensor1d([0.5, 60])).dataSync();   // [0.909796, 5.34147e-25]
 */
export function igammac(a: Numeric, x: Numeric): tf.Tensor {
  const negative =
    (f: (a: number, x: number) => number) =>
    (at: number, value: number): number =>
      -f(at, value);
  return withPartials('igammac', { a, x }, onHost(upper), [onHost(negative(slopeByA)), onHost(negative(gammaDensity))]);
}

function lower(a: number, x: number): number {
  return atEnds(a, x, 0, 1) ?? Math.exp(logIncompleteGamma(gammaPoint(a, x), true));
}

function upper(a: number, x: number): number {
  return atEnds(a, x, 1, 0) ?? Math.exp(logIncompleteGamma(gammaPoint(a, x), false));
}

/** The derivative of P(a, x) by a: the quantile moves up with a, so P falls. */
function slopeByA(a: number, x: number): number {
  return atEnds(a, x, 0, 0) ?? -a * Math.exp(logGammaPower(gammaPoint(a, x))) * logGammaSlope(a, Math.log(x));
}

/** x^(a - 1) exp(-x) / Gamma(a), the derivative of P(a, x) by x. */
function gammaDensity(a: number, x: number): number {
  const atZero = a > 1 ? 0 : a === 1 ? 1 : Infinity;
  return atEnds(a, x, x === 0 ? atZero : 0, 0) ?? Math.exp(logGammaPower(gammaPoint(a, x)) + Math.log(a) - Math.log(x));
}

/** What holds for x <= 0 and for an infinite x, NaN for arguments that are not allowed, else nothing. */
function atEnds(a: number, x: number, left: number, right: number): number | undefined {
  if (!(a > 0 && a < Infinity) || Number.isNaN(x)) return NaN;
  if (x <= 0) return left;
  return x === Infinity ? right : undefined;
}
