import * as tf from '@tensorflow/tfjs-core';
import { Expression, type Lifted, log1p, scalarFunction } from '../formula/index.js';

/**
 * log(p / (1 - p)) in nats, the inverse of the sigmoid; -Infinity at 0 and Infinity at 1.
 *
 * @param p float32, any shape; borrowed
 */
export const logit: Lifted<[number]> = scalarFunction(
  'logit',
  (p: number) => (p > 0.25 && p < 0.75 ? Math.log1p((2 * p - 1) / (1 - p)) : Math.log(p) - Math.log1p(-p)),
  (p: Expression) => [Expression.of(1).div(p.mul(Expression.of(1).sub(p)))],
  (p) => tf.sub(tf.log(p), log1p(tf.neg(p))),
);
