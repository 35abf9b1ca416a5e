import { abs, type Expression, formula, type Lifted, scalarFunction, sign } from '../formula/index.js';
import {
  besselCurvatureOf,
  besselDeficitOf,
  besselRatioOf,
  besselSlopeOf,
  logI0Of,
  scaledI0,
} from './float64/bessel.js';

const curvature = scalarFunction('besselRatioCurvature', besselCurvatureOf);

/** The derivative of `besselRatio`, an even function. */
export const besselRatioSlope: Lifted<[number]> = scalarFunction('besselRatioSlope', besselSlopeOf, (x: Expression) => [
  curvature(x),
]);

/**
 * I1(x) / I0(x), the ratio of the modified Bessel functions of orders 1 and 0: the mean of the cosine under a von Mises
 * distribution of concentration x. An odd function, from -1 to 1.
 *
 * @param x float32, any shape; borrowed
 * @example
 * besselRatio(tf.tensor1d([0, 1, 100])).dataSync();   // [0, 0.44639, 0.994987]
 */
export const besselRatio: Lifted<[number]> = scalarFunction('besselRatio', besselRatioOf, (x: Expression) => [
  besselRatioSlope(x),
]);

/**
 * 1 - I1(x) / I0(x), with all its digits where it is small: the circular variance of a von Mises distribution of concentration x.
 *
 * @param x float32, any shape; borrowed
 * @example
 * besselDeficit(tf.tensor1d([0, 1, 1e6])).dataSync();   // [1, 0.55361, 5e-7]
 */
export const besselDeficit: Lifted<[number]> = scalarFunction('besselDeficit', besselDeficitOf, (x: Expression) => [
  besselRatioSlope(x).neg(),
]);

/**
 * log I0(x), I0 the modified Bessel function of order 0, an even function. Its gradient is `besselRatio`.
 *
 * @param x float32, any shape; borrowed
 * @example
 * logI0(tf.tensor1d([0, 1, 100])).dataSync();   // [0, 0.235914, 96.7797]
 */
export const logI0: Lifted<[number]> = scalarFunction('logI0', logI0Of, (x: Expression) => [besselRatio(x)]);

/**
 * exp(-|x|) I0(x), I0 the modified Bessel function of order 0: an even function, 1 at 0 and about 1 / sqrt(2 pi |x|) far out.
 *
 * @param x float32, any shape; borrowed
 * @example
 * i0e(tf.tensor1d([0, 1, 100])).dataSync();   // [1, 0.46576, 0.0399444]
 */
export const i0e: Lifted<[number]> = scalarFunction('i0e', scaledI0, (x: Expression, value: Expression) => [
  sign(x)
    .neg()
    .mul(value)
    .mul(besselDeficit(abs(x))),
]);

/**
 * exp(-|x|) I1(x), I1 the modified Bessel function of order 1: an odd function, 0 at 0.
 *
 * @param x float32, any shape; borrowed
 * @example
 * i1e(tf.tensor1d([0, 1, -100])).dataSync();   // [0, 0.20791, -0.0397442]
 */
export const i1e: Lifted<[number]> = formula('i1e', (x: Expression) => i0e(x).mul(besselRatio(x)));
