import { type Expression, type Lifted, scalarFunction } from '../formula/index.js';
import { unitIntegralOf } from './float64/unitIntegral.js';

const skewness = scalarFunction('unitSkewness', unitIntegralOf(3));

/** The variance of the density on 0 to 1 that is proportional to exp(x u): 1/12 at x = 0. */
export const unitVariance: Lifted<[number]> = scalarFunction('unitVariance', unitIntegralOf(2), (x: Expression) => [
  skewness(x),
]);

/** The mean of the density on 0 to 1 that is proportional to exp(x u): 1/2 at x = 0. Its gradient is `unitVariance`. */
export const unitMean: Lifted<[number]> = scalarFunction('unitMean', unitIntegralOf(1), (x: Expression) => [
  unitVariance(x),
]);

/**
 * log of the integral of exp(x u) over u from 0 to 1, which is log((exp(x) - 1) / x): 0 at x = 0, without a gap there. Its
 * gradient is `unitMean`.
 *
 * @param x float32, any shape; borrowed
 * @example
 * logUnitIntegral(tf.tensor1d([0, 1, -50])).dataSync();   // [0, 0.541325, -3.912023]
 */
export const logUnitIntegral: Lifted<[number]> = scalarFunction(
  'logUnitIntegral',
  unitIntegralOf(0),
  (x: Expression) => [unitMean(x)],
);
