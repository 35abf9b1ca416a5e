import * as tf from '@tensorflow/tfjs-core';
import { logQuotient, deviance, select } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

/** b / a - 1 - log(b / a) + b log(s / t) for q = (s, a) and p = (t, b); Infinity where q begins below p. */
export function paretoKl(q: Distribution, p: Distribution): tf.Tensor {
  const [scaleQ, a] = [parameter(q, 'scale'), parameter(q, 'alpha')];
  const [scaleP, b] = [parameter(p, 'scale'), parameter(p, 'alpha')];
  const tails = deviance(tf.scalar(1), tf.div(b, a), logQuotient(b, a));
  const gain = tf.add(tails, tf.mul(b, logQuotient(scaleQ, scaleP)));
  return select(tf.greaterEqual(scaleQ, scaleP), gain, Infinity);
}
