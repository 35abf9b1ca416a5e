import * as tf from '@tensorflow/tfjs-core';
import { log1p } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

/**
 * log(((s + t)^2 + d^2) / (4 s t)) for q and p of scales s and t, a distance d apart.
 *
 * @see Chyzak and Nielsen 2019, "A closed-form formula for the Kullback-Leibler divergence between Cauchy distributions"
 */
export function cauchyKl(q: Distribution, p: Distribution): tf.Tensor {
  const [s, t] = [parameter(q, 'scale'), parameter(p, 'scale')];
  const perScales = (x: tf.Tensor): tf.Tensor => tf.mul(tf.div(x, s), tf.div(x, t));
  const distance = perScales(tf.sub(parameter(q, 'loc'), parameter(p, 'loc')));
  return log1p(tf.mul(tf.add(perScales(tf.sub(s, t)), distance), 0.25));
}
