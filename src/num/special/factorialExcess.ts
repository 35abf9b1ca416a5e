import { type Expression, type Lifted, scalarFunction } from '../formula/index.js';
import { factorialExcess as value } from './float64/logGamma.js';
import { digammaExcess } from './polygamma.js';

/**
 * log Gamma(x + 1) - (x log x - x) for x >= 0: what is left of a log-factorial when its large part, which cancels in
 * probabilities of counts, is taken away. 0 at 0, where its slope is infinite, log(2 pi x) / 2 and a little for large x.
 *
 * @param x float32, any shape, >= 0; borrowed
 * @example
 * factorialExcess(tf.tensor1d([0, 1, 1e6])).dataSync();   // [0, 1, 7.826694]
 */
export const factorialExcess: Lifted<[number]> = scalarFunction('factorialExcess', value, (x: Expression) => [
  digammaExcess(x),
]);
