import type * as tf from '@tensorflow/tfjs-core';
import { betaPoint, type BetaPoint } from './float64/betaSeries.js';
import { largeBetaSlopes, logBetaPower, logIncompleteBeta } from './float64/betaTail.js';
import { onHost } from './onHost.js';
import { withPartials, type Numeric } from './withPartials.js';

/** The weights of a central difference of order 6, of steps 1, 2 and 3. */
const STENCIL = [3 / 4, -3 / 20, 1 / 60] as const;
/** Its step, in shares of the scale on which the function changes. */
const STEP = 0.02;

/**
 * The regularised incomplete beta function I_x(a, b) for a, b > 0: the distribution function at x of the beta distribution of
 * concentrations a (at 1) and b (at 0). 0 for x <= 0 and 1 for x >= 1; NaN unless a and b are finite and > 0. It has all three
 * gradients. Computed in float64 outside of the engine, so it reads its arguments from the device. The upper tail is
 * betainc(b, a, 1 - x).
 * At most 1 ulp off, its gradient 1.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param b of a shape that broadcasts; borrowed
 * @param x of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * betainc(2, 3, tf.tensor1d([0.1, 0.5])).dataSync();   // [0.0523, 0.6875]
 */
export function betainc(a: Numeric, b: Numeric, x: Numeric): tf.Tensor {
  const slopes = [onHost((p, q, at) => slopesByShape(p, q, at)[0]), onHost((p, q, at) => slopesByShape(p, q, at)[1])];
  return withPartials('betainc', { a, b, x }, onHost(value), [...slopes, onHost(betaDensity)]);
}

/**
 * The complement 1 - I_x(a, b), with all its digits where it is small, also at an x near 0, of which 1 - x would keep none;
 * otherwise as `betainc`.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param b of a shape that broadcasts; borrowed
 * @param x of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * betaincc(2, 3, tf.tensor1d([0.1, 0.5])).dataSync();   // [0.9477, 0.3125]
 */
export function betaincc(a: Numeric, b: Numeric, x: Numeric): tf.Tensor {
  const slopes = [0, 1].map((i) => onHost((p, q, at) => -(slopesByShape(p, q, at)[i] ?? NaN)));
  return withPartials('betaincc', { a, b, x }, onHost(upper), [
    ...slopes,
    onHost((p, q, at) => -betaDensity(p, q, at)),
  ]);
}

function value(a: number, b: number, x: number): number {
  return atEnds(a, b, x, 0, 1) ?? Math.exp(logIncompleteBeta(betaPoint(a, b, x), true));
}

function upper(a: number, b: number, x: number): number {
  return atEnds(a, b, x, 1, 0) ?? Math.exp(logIncompleteBeta(betaPoint(a, b, x), false));
}

/** x^(a - 1) (1 - x)^(b - 1) / B(a, b), the derivative of I_x(a, b) by x. */
function betaDensity(a: number, b: number, x: number): number {
  const [left, right] = [x === 0 ? atEnd(a, b) : 0, x === 1 ? atEnd(b, a) : 0];
  return atEnds(a, b, x, left, right) ?? Math.exp(logBetaDensity(betaPoint(a, b, x)));
}

export function logBetaDensity(point: BetaPoint): number {
  return logBetaPower(point) - Math.log(point.x) - Math.log(point.y);
}

function slopesByShape(a: number, b: number, x: number): readonly [byA: number, byB: number] {
  const end = atEnds(a, b, x, 0, 0);
  return end === undefined ? betaSlopes(betaPoint(a, b, x)) : [end, end];
}

/** The derivatives of I_x(a, b) by a and by b, in float64, inside. */
export function betaSlopes(point: BetaPoint): readonly [byA: number, byB: number] {
  return largeBetaSlopes(point) ?? [difference(point, 'a'), difference(point, 'b')];
}

/** By differences of the log of that tail which is the smaller, as it is the more accurate. */
function difference(point: BetaPoint, name: 'a' | 'b'): number {
  const isLower = logIncompleteBeta(point, true) < -Math.LN2;
  const log = (parameter: number): number => logIncompleteBeta(moved(point, name, parameter), isLower);
  const centre = point[name];
  const h = (STEP * centre) / Math.sqrt(1 + Math.min(point.a, point.b));
  let sum = 0;
  for (const [i, weight] of STENCIL.entries()) sum += weight * (log(centre + (i + 1) * h) - log(centre - (i + 1) * h));
  return ((isLower ? 1 : -1) * Math.exp(log(centre)) * sum) / h;
}

/** The point with another concentration. */
function moved(point: BetaPoint, name: 'a' | 'b', parameter: number): BetaPoint {
  const { x, y } = point;
  const [a, b] = name === 'a' ? [parameter, point.b] : [point.a, parameter];
  return { a, b, x, y, offset: b * x - a * y };
}

/** What holds for x <= 0 and for x >= 1, NaN for arguments that are not allowed, else nothing. */
function atEnds(a: number, b: number, x: number, left: number, right: number): number | undefined {
  if (!(Math.min(a, b) > 0 && Math.max(a, b) < Infinity) || Number.isNaN(x)) return NaN;
  if (x <= 0) return left;
  return x >= 1 ? right : undefined;
}

/** The density at 0. */
function atEnd(a: number, b: number): number {
  return a > 1 ? 0 : a === 1 ? b : Infinity;
}
