import * as tf from '@tensorflow/tfjs-core';
import { select } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { binaryLogits } from './binaryLogits.js';

/** p_q log(p_q / p_p) + (1 - p_q) log((1 - p_q) / (1 - p_p)), in which what never happens under q adds 0. */
export function bernoulliKl(q: Distribution, p: Distribution): tf.Tensor {
  const [logitsQ, logitsP] = [binaryLogits(q), binaryLogits(p)];
  const one = term(logitsQ, logitsP);
  const zero = term(tf.neg(logitsQ), tf.neg(logitsP));
  return tf.add(one, zero);
}

/** sigmoid(a) (log sigmoid(a) - log sigmoid(b)), 0 where a = -Infinity. */
function term(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const weight = tf.sigmoid(a);
  const isPossible = tf.greater(weight, 0);
  const gain = tf.sub(tf.softplus(tf.neg(b)), tf.softplus(tf.neg(select(isPossible, a, 0))));
  return tf.mul(weight, select(isPossible, gain, 0));
}
