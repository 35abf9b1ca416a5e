import * as tf from '@tensorflow/tfjs-core';
import { logQuotient, deviance } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

/** r - 1 - log r + r (t + exp(-t) - 1), with r the ratio of the scales and t the distance of the means in scales of q. */
export function laplaceKl(q: Distribution, p: Distribution): tf.Tensor {
  const [scaleQ, scaleP] = [parameter(q, 'scale'), parameter(p, 'scale')];
  const ratio = tf.div(scaleQ, scaleP);
  const t = tf.div(tf.abs(tf.sub(parameter(q, 'loc'), parameter(p, 'loc'))), scaleQ);
  const spread = deviance(tf.scalar(1), ratio, logQuotient(scaleQ, scaleP));
  return tf.add(spread, tf.mul(ratio, tf.add(t, tf.expm1(tf.neg(t)))));
}
