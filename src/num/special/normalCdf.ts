import { exp, type Expression, type Lifted, scalarFunction } from '../formula/index.js';
import { logNormalCdfOf, normalCdfOf, normalHazard as hazardOf, stepOf } from './float64/normal.js';
import { quantileOf } from './float64/normalQuantile.js';

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/**
 * The distribution function of the standard normal, Phi(x), with all its digits also far on the left, down to the smallest
 * float32 at x = -14.2. Its gradient is the density.
 *
 * @param x float32, any shape; borrowed
 * @example
 * normalCdf(tf.tensor1d([0, 1.96, -10])).dataSync();   // [0.5, 0.975002, 7.61985e-24]
 */
export const normalCdf: Lifted<[number]> = scalarFunction('normalCdf', normalCdfOf, (x: Expression) => [
  exp(x.square().mul(-0.5)).div(ROOT_TWO_PI),
]);

/** The density of the standard normal at x over Phi(x). */
export const normalHazard: Lifted<[number]> = scalarFunction(
  'normalHazard',
  hazardOf,
  (x: Expression, value: Expression) => [value.mul(hazardExcess(x)).neg()],
);

/** x and the hazard, which far on the left is about -1 / x. */
export const hazardExcess: Lifted<[number]> = scalarFunction(
  'hazardExcess',
  (x: number) => stepOf(1, x),
  (x: Expression, value: Expression) => [normalHazard(x).mul(value).neg().add(1)],
);

/**
 * log Phi(x), the log of the distribution function of the standard normal, in nats: about -x^2 / 2 far on the left and
 * -Phi(-x) far on the right. Its gradient is the density over Phi(x).
 *
 * @param x float32, any shape; borrowed
 * @example
 * logNormalCdf(tf.tensor1d([0, 5, -100])).dataSync();   // [-0.693147, -2.86652e-7, -5005.524]
 */
export const logNormalCdf: Lifted<[number]> = scalarFunction('logNormalCdf', logNormalCdfOf, (x: Expression) => [
  normalHazard(x),
]);

/**
 * The quantile of the standard normal, the inverse of `normalCdf`, for p from 0 to 1: infinite at both ends, NaN outside. All
 * digits are kept down to the smallest p; near p = 1 only as many as a float32 has for 1 - p, so take -normalQuantile(1 - p)
 * there if 1 - p is known better.
 *
 * @param p float32, any shape; borrowed
 * @example
 * normalQuantile(tf.tensor1d([0.5, 0.975, 1e-30])).dataSync();   // [0, 1.959964, -11.46402]
 */
export const normalQuantile: Lifted<[number]> = scalarFunction(
  'normalQuantile',
  (p: number) => quantileOf(p - 0.5, Math.min(p, 1 - p)),
  (_p: Expression, value: Expression) => [exp(value.square().mul(0.5)).mul(ROOT_TWO_PI)],
);
