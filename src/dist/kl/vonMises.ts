import * as tf from '@tensorflow/tfjs-core';
import { besselRatio, logI0 } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

/** log I0(s) - log I0(k) + A(k) (k - s cos(m - n)) for q = (m, k) and p = (n, s), with A = I1 / I0. */
export function vonMisesKl(q: Distribution, p: Distribution): tf.Tensor {
  const [k, s] = [parameter(q, 'concentration'), parameter(p, 'concentration')];
  const cosine = tf.cos(tf.sub(parameter(q, 'loc'), parameter(p, 'loc')));
  const gain = tf.mul(besselRatio(k), tf.sub(k, tf.mul(s, cosine)));
  return tf.add(tf.sub(logI0(s), logI0(k)), gain);
}
