import type * as tf from '@tensorflow/tfjs-core';
import { logGammaSlope } from '../random/logGammaSlope.js';
import { concaveRoot } from './float64/concaveRoot.js';
import { LARGE_GAMMA, logGammaPower, logIncompleteGamma, type GammaPoint } from './float64/gammaTail.js';
import { logGamma } from './float64/logGamma.js';
import { onHost } from './onHost.js';
import { withPartials, type Numeric } from './withPartials.js';

const MAX_STEPS = 200;
/** The log of a number far below the smallest float32. */
const LEAST = -300;

/**
 * The x for which P(a, x) = p: the quantile of the gamma distribution of concentration a and rate 1, and the inverse of `igamma`.
 * 0 at p = 0, Infinity at 1, NaN outside and unless a is finite and > 0. It has both gradients. Computed in float64 outside of
 * the engine, so it reads its arguments from the device.
 * At most 1 ulp off, its gradient 1.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param p of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * igammaInverse(2, tf.tensor1d([0.5, 1e-6])).dataSync();   // [1.678347, 0.001414881]
 */
export function igammaInverse(a: Numeric, p: Numeric): tf.Tensor {
  return withPartials('igammaInverse', { a, p }, onHost(value), [onHost(slopeByA), onHost(slopeByP)]);
}

function value(a: number, p: number): number {
  return atEnds(a, p, Infinity) ?? Math.exp(logQuantile(a, p));
}

/** The quantile moves with a as a draw does. */
function slopeByA(a: number, p: number): number {
  const end = atEnds(a, p, Infinity);
  if (end !== undefined) return end;
  const log = logQuantile(a, p);
  return Math.exp(log) * logGammaSlope(a, log);
}

/** One over the density at the quantile. */
function slopeByP(a: number, p: number): number {
  const end = atEnds(a, p, Infinity);
  if (end !== undefined) return end === 0 ? atZero(a) : end;
  const log = logQuantile(a, p);
  const logPower = log < LEAST ? a * log - logGamma(1 + a) : logGammaPower(scaledPoint(a, log - Math.log(a)));
  return Math.exp(log - logPower - Math.log(a));
}

/** One over the density at 0. */
function atZero(a: number): number {
  if (a === 1) return 1;
  return a < 1 ? 0 : Infinity;
}

/**
 * In v = log(x / a), in which log P is concave and below its asymptote on the left, a log x - log Gamma(a + 1). For a large a
 * that is far below, and 20 standard deviations to the left of a are enough for any float32 p.
 */
function logQuantile(a: number, p: number): number {
  const [logA, logP] = [Math.log(a), Math.log(p)];
  const asymptote = (logP + logGamma(a + 1)) / a;
  // So far out the asymptote is exact.
  if (asymptote < LEAST) return asymptote;
  const start = a > LARGE_GAMMA ? -20 / Math.sqrt(a) : asymptote - logA;
  return logA + concaveRoot((v) => excess(scaledPoint(a, v), logP), start, MAX_STEPS);
}

function scaledPoint(a: number, v: number): GammaPoint {
  return { a, x: a * Math.exp(v), offset: Math.expm1(v) };
}

function excess(point: GammaPoint, logP: number): { readonly value: number; readonly slope: number } {
  const log = logIncompleteGamma(point, true);
  return { value: log - logP, slope: point.a * Math.exp(logGammaPower(point) - log) };
}

function atEnds(a: number, p: number, right: number): number | undefined {
  if (!(a > 0 && a < Infinity && p >= 0 && p <= 1)) return NaN;
  if (p === 0) return 0;
  return p === 1 ? right : undefined;
}
