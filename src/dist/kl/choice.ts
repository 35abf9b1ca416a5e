import * as tf from '@tensorflow/tfjs-core';
import { select } from '../../num/index.js';
import { logProbsOf, probsOf } from '../categorical.js';
import type { CategoricalParams } from '../categorical.js';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

/** sum q (log q - log p) over the categories; those that never come under q add 0, also where p has none either. */
export function choiceKl(q: Distribution, p: Distribution): tf.Tensor {
  const [given, other] = [choiceOf(q), choiceOf(p)];
  const logQ = logProbsOf(given);
  const isPossible = tf.greater(logQ, -Infinity);
  const gain = tf.sub(select(isPossible, logQ, 0), select(isPossible, logProbsOf(other), 0));
  return tf.sum(tf.mul(probsOf(given), gain), -1);
}

function choiceOf(dist: Distribution): CategoricalParams {
  return dist.params['probs'] === undefined
    ? { logits: parameter(dist, 'logits') }
    : { probs: parameter(dist, 'probs') };
}
