import { type Expression, type Lifted, scalarFunction } from '../formula/index.js';
import { byOrder } from './byOrder.js';
import { digammaExcessOf, polygammaDifferenceOf, polygammaOf } from './float64/polygamma.js';

/** The derivatives of `digamma`, for x > 0: infinite at 0, NaN below. */
export const polygamma: (order: number) => Lifted<[number]> = byOrder((order) =>
  scalarFunction(`polygamma(${order})`, polygammaOf(order), (x: Expression) => [polygamma(order + 1)(x)]),
);

/**
 * The derivative of log Gamma(x) for x > 0: -Infinity at 0, NaN below. Its gradient is `trigamma`.
 *
 * @param x float32, any shape; borrowed
 * @example
 * digamma(tf.tensor1d([1, 10])).dataSync();   // [-0.577216, 2.251753]
 */
export const digamma: Lifted<[number]> = polygamma(0);

/**
 * The derivative of digamma for x > 0: Infinity at 0, NaN below.
 *
 * @param x float32, any shape; borrowed
 * @example
 * trigamma(tf.tensor1d([1, 10])).dataSync();   // [1.644934, 0.105166]
 */
export const trigamma: Lifted<[number]> = polygamma(1);

const differences: (order: number) => Lifted<[number, number]> = byOrder((order) =>
  scalarFunction(`polygammaDifference(${order})`, polygammaDifferenceOf(order), (x: Expression, d: Expression) => [
    differences(order + 1)(x, d),
    polygamma(order + 1)(x.add(d)),
  ]),
);

/**
 * digamma(x + d) - digamma(x) for x > 0 and d >= 0, without the cancellation: about d / x where x is large, and 1 / x where it
 * is small.
 *
 * @param x float32, any shape, or a number; borrowed
 * @param d of a shape that broadcasts; borrowed
 * @example
 * digammaDifference(tf.tensor1d([1, 1e8]), tf.tensor1d([2, 3])).dataSync();   // [1.5, 3e-8]
 */
export const digammaDifference: Lifted<[number, number]> = differences(0);

const excesses: (order: number) => Lifted<[number]> = byOrder((order) =>
  scalarFunction(`digammaExcess(${order})`, digammaExcessOf(order), (x: Expression) => [excesses(order + 1)(x)]),
);

/**
 * digamma(x + 1) - log x for x > 0, without the cancellation: 1 / (2 x) and a little less for large x.
 *
 * @param x float32, any shape; borrowed
 * @example
 * digammaExcess(tf.tensor1d([1, 1e6])).dataSync();   // [0.422784, 5e-7]
 */
export const digammaExcess: Lifted<[number]> = excesses(0);
