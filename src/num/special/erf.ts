import { exp, type Expression, type Lifted, scalarFunction } from '../formula/index.js';
import { erfcOf, erfOf, logErfcOf } from './float64/normal.js';
import { quantileOf } from './float64/normalQuantile.js';
import { normalHazard } from './normalCdf.js';

const ROOT_PI = Math.sqrt(Math.PI);

/**
 * The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.
 *
 * @param x float32, any shape; borrowed
 * @example
 * erf(tf.tensor1d([1e-6, 0.5, -2])).dataSync();   // [0.00000112838, 0.5205, -0.995322]
 */
export const erf: Lifted<[number]> = scalarFunction('erf', erfOf, (x: Expression) => [
  exp(x.square().neg()).mul(2 / ROOT_PI),
]);

/**
 * 1 - erf(x), with all its digits also far on the right, down to the smallest float32 at x = 10.05.
 *
 * @param x float32, any shape; borrowed
 * @example
 * erfc(tf.tensor1d([0, 0.5, 9])).dataSync();   // [1, 0.4795, 4.13703e-37]
 */
export const erfc: Lifted<[number]> = scalarFunction('erfc', erfcOf, (x: Expression) => [
  exp(x.square().neg()).mul(-2 / ROOT_PI),
]);

/**
 * log(1 - erf(x)), in nats: about -x^2 far on the right, log 2 far on the left, 0 at 0.
 *
 * @param x float32, any shape; borrowed
 * @example
 * logErfc(tf.tensor1d([0.5, -3, 100])).dataSync();   // [-0.735011, 0.693136, -10005.178]
 */
export const logErfc: Lifted<[number]> = scalarFunction('logErfc', logErfcOf, (x: Expression) => [
  normalHazard(x.mul(-Math.SQRT2)).mul(-Math.SQRT2),
]);

/**
 * The inverse of the error function, for x from -1 to 1: infinite at both ends, NaN outside.
 *
 * @param x float32, any shape; borrowed
 * @example
 * erfinv(tf.tensor1d([0.5, -0.9])).dataSync();   // [0.476936, -1.163087]
 */
export const erfinv: Lifted<[number]> = scalarFunction(
  'erfinv',
  (x: number) => quantileOf(x / 2, (1 - Math.abs(x)) / 2) * Math.SQRT1_2,
  (_x: Expression, value: Expression) => [exp(value.square()).mul(ROOT_PI / 2)],
);
