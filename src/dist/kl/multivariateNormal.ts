import * as tf from '@tensorflow/tfjs-core';
import { diagonal, triangularInverse } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { lowRankScaleTril } from '../lowRankMultivariateNormal.js';
import { flattenedProduct } from '../matrixVector.js';
import { scaleTrilOf } from '../multivariateNormal.js';
import { parameter } from './parameter.js';

/** (|M|^2 + |d|^2 - n) / 2 - log det M, with M = Lp^-1 Lq and d = Lp^-1 (mean of q - mean of p). */
export function multivariateNormalKl(q: Distribution, p: Distribution): tf.Tensor {
  const inverse = triangularInverse(factorOf(p));
  const ratio = tf.matMul(inverse, factorOf(q));
  const distance = flattenedProduct(inverse, tf.sub(parameter(q, 'loc'), parameter(p, 'loc')));
  const squares = tf.add(tf.sum(tf.square(ratio), [-2, -1]), tf.sum(tf.square(distance), -1));
  const size = q.eventShape[0] ?? 1;
  return tf.sub(tf.mul(tf.sub(squares, size), 0.5), tf.sum(tf.log(diagonal(ratio)), -1));
}

function factorOf(dist: Distribution): tf.Tensor {
  return dist.family === 'multivariateNormal' ? scaleTrilOf(dist) : lowRankScaleTril(dist);
}
