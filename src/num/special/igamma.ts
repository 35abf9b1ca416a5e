import { Expression, log, type Lifted, scalarFunction } from '../formula/index.js';
import { logGammaSlope } from '../random/logGammaSlope.js';
import { gammaQuantile, upperGammaQuantile } from './float64/gammaQuantile.js';
import { gammaPoint, logGammaPower, logIncompleteGamma } from './float64/gammaTail.js';
import { digamma } from './polygamma.js';

/** x^(a - 1) exp(-x) / Gamma(a). */
const density: Lifted<[number, number]> = scalarFunction(
  'gammaDensity',
  (a: number, x: number) => {
    const atZero = a > 1 ? 0 : a === 1 ? 1 : Infinity;
    const power = (): number => Math.exp(logGammaPower(gammaPoint(a, x)) + Math.log(a) - Math.log(x));
    return atEnds(a, x, x === 0 ? atZero : 0, 0) ?? power();
  },
  (a: Expression, x: Expression, value: Expression) => [
    value.mul(log(x).sub(digamma(a))),
    value.mul(a.sub(1).div(x).sub(1)),
  ],
);

/** How a gamma draw x of concentration a moves with it while its quantile stays the same. */
export const gammaMotion = scalarFunction(
  'gammaMotion',
  (a: number, x: number) => atEnds(a, x, 0, 0) ?? x * logGammaSlope(a, Math.log(x)),
);

/**
 * The regularised lower incomplete gamma function P(a, x) for a > 0: the distribution function at x of the gamma distribution of
 * concentration a and rate 1. 0 for x <= 0; NaN unless a is finite and > 0.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param x of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * igamma(2, tf.tensor1d([0.5, 3])).dataSync();   // [0.090204, 0.800852]
 */
export const igamma: Lifted<[number, number]> = scalarFunction(
  'igamma',
  (a: number, x: number) => atEnds(a, x, 0, 1) ?? Math.exp(logIncompleteGamma(gammaPoint(a, x), true)),
  (a: Expression, x: Expression) => [Expression.scaled(gammaMotion(a, x), density(a, x)).neg(), density(a, x)],
);

/**
 * The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), with all its digits where it is small; otherwise as
 * `igamma`.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param x of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * igammac(2, tf.tensor1d([0.5, 60])).dataSync();   // [0.909796, 5.34147e-25]
 */
export const igammac: Lifted<[number, number]> = scalarFunction(
  'igammac',
  (a: number, x: number) => atEnds(a, x, 1, 0) ?? Math.exp(logIncompleteGamma(gammaPoint(a, x), false)),
  (a: Expression, x: Expression) => [Expression.scaled(gammaMotion(a, x), density(a, x)), density(a, x).neg()],
);

/**
 * The x for which P(a, x) = p: the quantile of the gamma distribution of concentration a and rate 1, and the inverse of `igamma`.
 * 0 at p = 0, Infinity at 1, NaN outside and unless a is finite and > 0.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param p of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * igammaInverse(2, tf.tensor1d([0.5, 1e-6])).dataSync();   // [1.678347, 0.001414881]
 */
export const igammaInverse: Lifted<[number, number]> = scalarFunction(
  'igammaInverse',
  gammaQuantile,
  (a: Expression, _p: Expression, value: Expression) => [
    gammaMotion(a, value),
    Expression.of(1).div(density(a, value)),
  ],
);

/**
 * The x for which Q(a, x) = q, the inverse of `igammac`: exact also where q is so small that 1 - q is 1. Infinity at q = 0, 0 at
 * 1, NaN outside and unless a is finite and > 0.
 *
 * @param a float32, any shape, or a number; borrowed
 * @param q of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * igammacInverse(2, tf.tensor1d([0.5, 1e-30])).dataSync();   // [1.678347, 73.386833]
 */
export const igammacInverse: Lifted<[number, number]> = scalarFunction(
  'igammacInverse',
  upperGammaQuantile,
  (a: Expression, _q: Expression, value: Expression) => [
    gammaMotion(a, value),
    Expression.of(-1).div(density(a, value)),
  ],
);

/** What holds for x <= 0 and for an infinite x, NaN for arguments that are not allowed, else nothing. */
function atEnds(a: number, x: number, left: number, right: number): number | undefined {
  if (!(a > 0 && a < Infinity) || Number.isNaN(x)) return NaN;
  if (x <= 0) return left;
  return x === Infinity ? right : undefined;
}
