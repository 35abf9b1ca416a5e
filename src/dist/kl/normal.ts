import * as tf from '@tensorflow/tfjs-core';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

/** (r^2 + d^2 - 1) / 2 - log r with r the ratio of the scales and d the distance of the means in scales of p. */
export function normalKl(q: Distribution, p: Distribution): tf.Tensor {
  const [scaleQ, scaleP] = [parameter(q, 'scale'), parameter(p, 'scale')];
  const distance = tf.div(tf.sub(parameter(q, 'loc'), parameter(p, 'loc')), scaleP);
  return tf.add(spreadKl(scaleQ, scaleP), tf.mul(tf.square(distance), 0.5));
}

/** The same about one mean, as for half-normal distributions. */
export function halfNormalKl(q: Distribution, p: Distribution): tf.Tensor {
  return spreadKl(parameter(q, 'scale'), parameter(p, 'scale'));
}

/** Over the coordinates of a vector, as for logistic-normal distributions. */
export function logisticNormalKl(q: Distribution, p: Distribution): tf.Tensor {
  return tf.sum(normalKl(q, p), -1);
}

function spreadKl(scaleQ: tf.Tensor, scaleP: tf.Tensor): tf.Tensor {
  const ratio = tf.div(scaleQ, scaleP);
  // (r - 1)(r + 1) keeps the digits of r^2 - 1 near r = 1.
  return tf.sub(tf.mul(tf.mul(tf.sub(ratio, 1), tf.add(ratio, 1)), 0.5), tf.log(ratio));
}
