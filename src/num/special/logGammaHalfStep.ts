import { type Expression, type Lifted, scalarFunction } from '../formula/index.js';
import { byOrder } from './byOrder.js';
import { halfStepOf } from './float64/polygamma.js';

const halfSteps: (order: number) => Lifted<[number]> = byOrder((order) =>
  scalarFunction(`logGammaHalfStep(${order})`, halfStepOf(order), (x: Expression) => [halfSteps(order + 1)(x)]),
);

/**
 * log Gamma(x + 1/2) - log Gamma(x) - log(x) / 2 for x > 0, without the cancellation of its terms: -1 / (8 x) for large x.
 *
 * @param x float32, any shape; borrowed
 * @see Abramowitz and Stegun 1964, equation (6.1.40), for the expansion
 * @example
 * logGammaHalfStep(tf.tensor1d([0.5, 1000])).dataSync();   // [-0.225791, -0.000125]
 */
export const logGammaHalfStep: Lifted<[number]> = halfSteps(0);
