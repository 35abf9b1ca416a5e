import { exp, Expression, formula, log1p, type Lifted, scalarFunction } from '../formula/index.js';
import { betaQuantile } from './float64/betaQuantile.js';
import type { BetaPoint } from './float64/betaSeries.js';
import { differenceQuotient } from './float64/betaSlopes.js';
import { logIncompleteBeta } from './float64/betaTail.js';
import { logGammaHalfStep } from './logGammaHalfStep.js';

const STEP = 0.05;

/** The root of 1 / (2 pi), times a factor that is 1 for many degrees of freedom, over a power of 1 + z^2 / df. */
const density = formula('studentTDensity', (z: Expression, df: Expression) => {
  const fall = df
    .add(1)
    .mul(0.5)
    .mul(log1p(z.square().div(df)));
  return exp(logGammaHalfStep(df.mul(0.5)).sub(fall)).div(Math.sqrt(2 * Math.PI));
});

/**
 * The distribution function of Student's t distribution with `df` > 0 degrees of freedom: with x = df / (df + z^2) half of
 * I_x(df / 2, 1 / 2) on the left, and 1 less that on the right.
 *
 * @param z float32, any shape, or a number; borrowed
 * @param df of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * studentTCdf(tf.tensor1d([-2, 0, 1]), 3).dataSync();   // [0.069663, 0.5, 0.804499]
 */
export const studentTCdf: Lifted<[number, number]> = scalarFunction(
  'studentTCdf',
  share,
  (z: Expression, df: Expression) => [density(z, df), byDf(z, df)],
);

/**
 * The inverse of `studentTCdf`, for q from 0 to 1: infinite at both ends.
 *
 * @param q float32, any shape, or a number; borrowed
 * @param df of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 */
export const studentTQuantile: Lifted<[number, number]> = scalarFunction(
  'studentTQuantile',
  quantile,
  (_q: Expression, df: Expression, z: Expression) => {
    const slope = Expression.of(1).div(density(z, df));
    return [slope, Expression.scaled(byDf(z, df), slope).neg()];
  },
);

/** By differences in the log of df. */
const byDf = scalarFunction('studentTCdfByDf', (z: number, df: number) => {
  if (z === 0 || Math.abs(z) === Infinity) return 0;
  const slope = differenceQuotient((log) => logTail(z, Math.exp(log)), Math.log(df), STEP) / df;
  return -Math.sign(z) * Math.exp(logTail(z, df)) * slope;
});

function share(z: number, df: number): number {
  if (z === 0) return 0.5;
  const tail = Math.abs(z) === Infinity ? 0 : Math.exp(logTail(z, df));
  return z < 0 ? tail : 1 - tail;
}

/** The log of the part beyond |z|, on one side. */
function logTail(z: number, df: number): number {
  return logIncompleteBeta(pointOf(z, df), true) - Math.LN2;
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
