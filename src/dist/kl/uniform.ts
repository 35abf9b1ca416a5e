import * as tf from '@tensorflow/tfjs-core';
import { select } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { fromContinuousBernoulliKl, fromGammaKl } from './moments.js';
import { parameter } from './parameter.js';

/** The log of the ratio of the widths if the interval of p contains that of q, else Infinity. */
export function uniformKl(q: Distribution, p: Distribution): tf.Tensor {
  const [lowQ, highQ, lowP, highP] = [
    parameter(q, 'low'),
    parameter(q, 'high'),
    parameter(p, 'low'),
    parameter(p, 'high'),
  ];
  const isInside = tf.logicalAnd(tf.lessEqual(lowP, lowQ), tf.lessEqual(highQ, highP));
  return select(isInside, tf.sub(tf.log(tf.sub(highP, lowP)), tf.log(tf.sub(highQ, lowQ))), Infinity);
}

/** From a gamma, chi-squared or exponential p: Infinity where q reaches below 0. */
export function uniformFromGammaKl(q: Distribution, p: Distribution): tf.Tensor {
  return select(tf.greaterEqual(parameter(q, 'low'), 0), fromGammaKl(q, p), Infinity);
}

/** From a continuous Bernoulli p: Infinity where q leaves 0 to 1. */
export function uniformFromContinuousBernoulliKl(q: Distribution, p: Distribution): tf.Tensor {
  const isInside = tf.logicalAnd(tf.greaterEqual(parameter(q, 'low'), 0), tf.lessEqual(parameter(q, 'high'), 1));
  return select(isInside, fromContinuousBernoulliKl(q, p), Infinity);
}
