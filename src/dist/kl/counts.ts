import * as tf from '@tensorflow/tfjs-core';
import { deviance } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { bernoulliKl } from './bernoulli.js';
import { binaryLogits } from './binaryLogits.js';
import { choiceKl } from './choice.js';
import { parameter } from './parameter.js';

/** r log(r / s) + s - r for the rates r of q and s of p. */
export function poissonKl(q: Distribution, p: Distribution): tf.Tensor {
  const mean = parameter(p, 'rate');
  return deviance(parameter(q, 'rate'), mean, tf.log(mean));
}

/** That of one trial, times the mean number of trials up to the first success. */
export function geometricKl(q: Distribution, p: Distribution): tf.Tensor {
  return perStop(q, p, tf.neg(binaryLogits(q)));
}

/** That of one trial, times how many there are: the same number on both sides. */
export function binomialKl(q: Distribution, p: Distribution): tf.Tensor {
  return tf.mul(parameter(q, 'totalCount'), bernoulliKl(q, p));
}

/** The same for trials of more than two outcomes. */
export function multinomialKl(q: Distribution, p: Distribution): tf.Tensor {
  return tf.mul(parameter(q, 'totalCount'), choiceKl(q, p));
}

/** That of one trial, times the mean number of trials up to so many failures: the same number on both sides. */
export function negativeBinomialKl(q: Distribution, p: Distribution): tf.Tensor {
  return tf.mul(parameter(q, 'totalCount'), perStop(q, p, binaryLogits(q)));
}

/** The divergence of a trial times 1 + exp(log odds), 1 over the chance to stop; `logOdds` are those against it. */
function perStop(q: Distribution, p: Distribution, logOdds: tf.Tensor): tf.Tensor {
  return tf.mul(bernoulliKl(q, p), tf.add(tf.exp(logOdds), 1));
}

/** Whether both sides were given one and the same parameter: equal numbers, or the very same tensor. */
export function haveSame(name: string): (q: Distribution, p: Distribution) => boolean {
  return (q, p) => q.params[name] !== undefined && q.params[name] === p.params[name];
}
