import * as tf from '@tensorflow/tfjs-core';
import { deviance, Expression, formula, weighted } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { bernoulliKl } from './bernoulli.js';
import { choiceOf } from './choiceOf.js';
import { choiceKl } from './choice.js';
import { parameter } from './parameter.js';

const ratio = formula('perStop', (divergence: Expression, chance: Expression) =>
  weighted(divergence, Expression.of(1).div(chance)),
);

/** r log(r / s) + s - r for the rates r of q and s of p. */
export function poissonKl(q: Distribution, p: Distribution): tf.Tensor {
  const mean = parameter(p, 'rate');
  return deviance(parameter(q, 'rate'), mean, tf.log(mean));
}

/** That of one trial, times the mean number of trials up to the first success. */
export function geometricKl(q: Distribution, p: Distribution): tf.Tensor {
  return perStop(q, p, choiceOf(q).success);
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
  return tf.mul(parameter(q, 'totalCount'), perStop(q, p, choiceOf(q).failure));
}

/** The divergence of a trial over the chance to stop; 0 where trials do not differ, however many there are. */
function perStop(q: Distribution, p: Distribution, chance: tf.Tensor): tf.Tensor {
  return ratio(bernoulliKl(q, p), chance);
}

/** Whether both sides were given one and the same parameter: equal numbers, or the very same tensor. */
export function haveSame(name: string): (q: Distribution, p: Distribution) => boolean {
  return (q, p) => q.params[name] !== undefined && q.params[name] === p.params[name];
}
