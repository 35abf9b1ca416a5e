import type * as tf from '@tensorflow/tfjs-core';
import { betaSlopes, logBetaDensity } from './betainc.js';
import type { BetaPoint } from './float64/betaSeries.js';
import { LARGE_BETA, logBetaPower, logIncompleteBeta } from './float64/betaTail.js';
import { concaveRoot } from './float64/concaveRoot.js';
import { onHost } from './onHost.js';
import { withPartials, type Numeric } from './withPartials.js';

const MAX_STEPS = 200;
/** Log odds so low that x is below the smallest float32, and the asymptote exact. */
const LEAST = -300;

/**
 * The x for which I_x(a, b) = p: the quantile of the beta distribution of concentrations a (at 1) and b (at 0), and the inverse
 * of `betainc`. 0 at p = 0, 1 at 1, NaN outside and unless a and b are finite and > 0. It has all three gradients. Computed in
 * float64 outside of the engine, so it reads its arguments from the device.
 * At most 1 ulp off, its gradient 1.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param b of a shape that broadcasts; borrowed
 * @param p of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * betaincInverse(2, 3, tf.tensor1d([0.0523, 0.6875])).dataSync();   // [0.1, 0.5]
 */
export function betaincInverse(a: Numeric, b: Numeric, p: Numeric): tf.Tensor {
  const byShape = (which: 0 | 1) => (point: BetaPoint) => -betaSlopes(point)[which] / Math.exp(logBetaDensity(point));
  return withPartials('betaincInverse', { a, b, p }, onHost(value), [
    atQuantile(byShape(0)),
    atQuantile(byShape(1)),
    atQuantile((point) => Math.exp(-logBetaDensity(point))),
  ]);
}

function value(a: number, b: number, p: number): number {
  return atEnds(a, b, p) ?? betaQuantile(a, b, p).x;
}

/** A derivative in float64 at the quantile, 0 where that is 0 or 1. */
function atQuantile(slope: (point: BetaPoint) => number): ReturnType<typeof onHost> {
  return onHost((a, b, p) => {
    const end = atEnds(a, b, p);
    if (end !== undefined) return Number.isNaN(end) ? NaN : 0;
    const point = betaQuantile(a, b, p);
    return point.x > 0 && point.y > 0 ? slope(point) : 0;
  });
}

/**
 * The quantile in float64 for p inside, as a point. Sought in v, the log odds of x less the log odds of the mean: in it log I is concave
 * and below its asymptote on the left, the asymptote of x^a / (a B(a, b)).
 */
export function betaQuantile(a: number, b: number, p: number): BetaPoint {
  const logP = Math.log(p);
  const asymptote = (logP + Math.log(a) + logBeta(a, b)) / a - Math.log(a / b);
  if (asymptote + Math.log(a / b) < LEAST) return fromMean(a, b, asymptote);
  const start = a > LARGE_BETA ? farLeft(a, b) : asymptote;
  const root = concaveRoot((v) => excess(fromMean(a, b, v), logP), start, MAX_STEPS);
  return fromMean(a, b, root);
}

/** Where a is large the asymptote is too far below; here log I is below log I at any float32, or not far above. */
function farLeft(a: number, b: number): number {
  return b > LARGE_BETA ? -20 * Math.sqrt(1 / a + 1 / b) : -Math.log(2 + 150 / b);
}

/** log B(a, b) from x^a y^b / B(a, b) at the mean, where that is neither large nor small. */
function logBeta(a: number, b: number): number {
  return -a * Math.log1p(b / a) - b * Math.log1p(a / b) - logBetaPower(fromMean(a, b, 0));
}

function excess(point: BetaPoint, logP: number): { readonly value: number; readonly slope: number } {
  const log = logIncompleteBeta(point, true);
  return { value: log - logP, slope: Math.exp(logBetaPower(point) - log) };
}

function fromMean(a: number, b: number, v: number): BetaPoint {
  const odds = (a / b) * Math.exp(v);
  const [x, y] = [1 / (1 + 1 / odds), 1 / (1 + odds)];
  // With x0 and y0 the mean, x - x0 is x0 y (exp(v) - 1).
  return { a, b, x, y, offset: a * y * Math.expm1(v) };
}

function atEnds(a: number, b: number, p: number): number | undefined {
  if (!(Math.min(a, b) > 0 && Math.max(a, b) < Infinity && p >= 0 && p <= 1)) return NaN;
  return p === 0 || p === 1 ? p : undefined;
}
