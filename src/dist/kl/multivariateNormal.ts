import * as tf from '@tensorflow/tfjs-core';
import { broadcastShapes, broadcastTo, diagonal, triangularInverse } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { lowRankScaleTril } from '../lowRankMultivariateNormal.js';
import { flattenedProduct } from '../matrixVector.js';
import { inverseScaleTrilOf, scaleTrilOf } from '../multivariateNormal.js';
import { parameter } from './parameter.js';

/**
 * (|M|^2 + |d|^2 - n) / 2 - log det M, with M = Lp^-1 Lq and d = Lp^-1 (mean of q - mean of p). Either side may be normal numbers
 * made a vector by `toEvent`.
 */
export function multivariateNormalKl(q: Distribution, p: Distribution): tf.Tensor {
  const inverse = p.family === 'multivariateNormal' ? inverseScaleTrilOf(p) : triangularInverse(factorOf(p));
  const ratio = tf.matMul(inverse, factorOf(q));
  const distance = flattenedProduct(inverse, tf.sub(locOf(q), locOf(p)));
  const squares = tf.add(tf.sum(tf.square(ratio), [-2, -1]), tf.sum(tf.square(distance), -1));
  const size = q.eventShape[0] ?? 1;
  return tf.sub(tf.mul(tf.sub(squares, size), 0.5), tf.sum(tf.log(diagonal(ratio)), -1));
}

/** The mean, with its event dim in full. */
function locOf(dist: Distribution): tf.Tensor {
  const loc = parameter(dist, 'loc');
  return dist.family === 'normal' ? overEvent(loc, dist) : loc;
}

function factorOf(dist: Distribution): tf.Tensor {
  if (dist.family === 'multivariateNormal') return scaleTrilOf(dist);
  if (dist.family === 'lowRankMultivariateNormal') return lowRankScaleTril(dist);
  const scale = overEvent(parameter(dist, 'scale'), dist);
  return tf.mul(tf.expandDims(scale, -1), tf.eye(dist.eventShape[0] ?? 1));
}

/** A parameter of single numbers, at least as many as one event has. */
function overEvent(x: tf.Tensor, { eventShape }: Distribution): tf.Tensor {
  return broadcastTo(x, broadcastShapes('klDivergence', { parameter: x.shape, event: eventShape }));
}
