import * as tf from '@tensorflow/tfjs-core';
import { diagonal, triangularInverse } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { multivariateDigamma, multivariateLgamma } from '../multivariateGamma.js';
import { wishartScaleTril } from '../wishart.js';
import { parameter } from './parameter.js';

/**
 * (a |M|^2 - a n) / 2 - b log det M + log Gamma_n(b / 2) - log Gamma_n(a / 2) + (a - b) digamma_n(a / 2) / 2 for degrees of
 * freedom a of q and b of p, with M = Lp^-1 Lq.
 */
export function wishartKl(q: Distribution, p: Distribution): tf.Tensor {
  const [a, b] = [parameter(q, 'df'), parameter(p, 'df')];
  const [halfA, halfB] = [tf.mul(a, 0.5), tf.mul(b, 0.5)];
  const size = q.eventShape[0] ?? 1;
  const ratio = tf.matMul(triangularInverse(wishartScaleTril(p)), wishartScaleTril(q));
  const trace = tf.mul(halfA, tf.sub(tf.sum(tf.square(ratio), [-2, -1]), size));
  const ofScales = tf.sub(trace, tf.mul(b, tf.sum(tf.log(diagonal(ratio)), -1)));
  const ofShapes = tf.sub(multivariateLgamma(halfB, size), multivariateLgamma(halfA, size));
  return tf.add(ofScales, tf.add(ofShapes, tf.mul(tf.sub(halfA, halfB), multivariateDigamma(halfA, size))));
}
