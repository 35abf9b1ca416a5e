import * as tf from '@tensorflow/tfjs-core';
import { digamma, lgamma } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

/** (a - b) digamma(a) - log Gamma(a) + log Gamma(b) + b log(r / s) + a (s - r) / r for q = (a, r) and p = (b, s). */
export function gammaKl(q: Distribution, p: Distribution): tf.Tensor {
  const [a, rateQ] = [parameter(q, 'concentration'), parameter(q, 'rate')];
  const [b, rateP] = [parameter(p, 'concentration'), parameter(p, 'rate')];
  const shapes = tf.add(tf.mul(tf.sub(a, b), digamma(a)), tf.sub(lgamma(b), lgamma(a)));
  const logRatio = tf.sub(tf.log(rateQ), tf.log(rateP));
  return tf.add(shapes, tf.add(tf.mul(b, logRatio), tf.mul(a, tf.div(tf.sub(rateP, rateQ), rateQ))));
}
