import { type Expression, type Lifted, scalarFunction } from '../formula/index.js';
import { logBetaOf } from './float64/logBeta.js';
import { digammaDifference } from './polygamma.js';

/**
 * log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b) for a, b > 0, in nats, without the cancellation of these three
 * where an argument is large. Its gradients are digamma(a) - digamma(a + b) and digamma(b) - digamma(a + b).
 *
 * @param a float32, any shape, or a number; borrowed
 * @param b of a shape that broadcasts; borrowed
 * @throws ShapeError if the shapes do not broadcast
 * @example
 * logBeta(tf.tensor1d([1, 2, 1e6]), 1e6).dataSync();   // [-13.815511, -27.631022, -1386300]
 */
export const logBeta: Lifted<[number, number]> = scalarFunction(
  'logBeta',
  logBetaOf,
  (a: Expression, b: Expression) => [digammaDifference(a, b).neg(), digammaDifference(b, a).neg()],
);
