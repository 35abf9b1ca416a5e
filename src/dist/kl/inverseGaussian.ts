import * as tf from '@tensorflow/tfjs-core';
import { logQuotient, deviance } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

/** (d / c - 1 - log(d / c) + d (m - n)^2 / (m n^2)) / 2 for q = (m, c) and p = (n, d). */
export function inverseGaussianKl(q: Distribution, p: Distribution): tf.Tensor {
  const [m, c] = [parameter(q, 'loc'), parameter(q, 'concentration')];
  const [n, d] = [parameter(p, 'loc'), parameter(p, 'concentration')];
  const spread = deviance(tf.scalar(1), tf.div(d, c), logQuotient(d, c));
  const distance = tf.square(tf.div(tf.sub(m, n), n));
  return tf.mul(tf.add(spread, tf.mul(tf.div(d, m), distance)), 0.5);
}
