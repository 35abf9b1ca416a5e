import * as tf from '@tensorflow/tfjs-core';
import { logUnitIntegral, unitMean } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { binaryLogits } from './binaryLogits.js';

/** The mean under q times the difference of the logits, less the difference of the log normalisers. */
export function continuousBernoulliKl(q: Distribution, p: Distribution): tf.Tensor {
  const [logitsQ, logitsP] = [binaryLogits(q), binaryLogits(p)];
  const gain = tf.mul(unitMean(logitsQ), tf.sub(logitsQ, logitsP));
  return tf.sub(gain, tf.sub(logUnitIntegral(logitsQ), logUnitIntegral(logitsP)));
}
