import { type Expression, type Lifted, scalarFunction } from '../formula/index.js';
import { logGamma } from './float64/logGamma.js';
import { digamma } from './polygamma.js';

/**
 * log Gamma(x) for x >= 0: Infinity at 0, NaN below. Its gradient is `digamma`.
 *
 * @param x float32, any shape; borrowed
 * @example
 * lgamma(tf.tensor1d([0.5, 4])).dataSync();   // [0.572365, 1.791759]
 */
export const lgamma: Lifted<[number]> = scalarFunction('lgamma', logGamma, (x: Expression) => [digamma(x)]);
