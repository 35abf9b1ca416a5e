import { type Expression, type Lifted, scalarFunction } from '../formula/index.js';
import { curvatureOf, logMean, slopeOf } from './float64/positivePart.js';

const slope = scalarFunction('slope of logPositivePart', slopeOf, (t: Expression) => [curvature(t)]);
const curvature = scalarFunction('curvature of logPositivePart', curvatureOf);

/**
 * log E[max(0, Z + t)] for a standard normal Z, which is log(phi(t) + t Phi(t)): about log t far on the right and
 * -t^2 / 2 - 2 log(-t) far on the left. It has two derivatives.
 *
 * @param t float32, any shape; borrowed
 * @example
 * logPositivePart(tf.tensor1d([0, 2, -20])).dataSync();   // [-0.918939, 0.697384, -206.9178]
 */
export const logPositivePart: Lifted<[number]> = scalarFunction('logPositivePart', logMean, (t: Expression) => [
  slope(t),
]);
