import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

/** (r^2 + d^2 - 1) / 2 - log r with r the ratio of the scales and d the distance of the means in scales of p. */
export function normalKl(q: Distribution, p: Distribution): tf.Tensor {
  const [scaleQ, scaleP] = [parameter(q, 'scale'), parameter(p, 'scale')];
  const ratio = tf.div(scaleQ, scaleP);
  const distance = tf.div(tf.sub(parameter(q, 'loc'), parameter(p, 'loc')), scaleP);
  // (r - 1)(r + 1) keeps the digits of r^2 - 1 near r = 1.
  const spread = tf.mul(tf.sub(ratio, 1), tf.add(ratio, 1));
  return tf.sub(tf.mul(tf.add(spread, tf.square(distance)), 0.5), tf.log(ratio));
}
