import * as tf from '@tensorflow/tfjs-core';
import { logQuotient, deviance, factorialExcess } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { logLessDigamma } from '../gamma.js';
import { parameter } from './parameter.js';

/**
 * (a - b) digamma(a) - log Gamma(a) + log Gamma(b) + b log(r / s) + a (s - r) / r for q = (a, r) and p = (b, s): put together from
 * terms that do not cancel at large a and b. The same for inverse gamma distributions, as it is for all equal maps of both sides.
 */
export function gammaKl(q: Distribution, p: Distribution): tf.Tensor {
  const [a, rateQ] = concentrationAndRate(q);
  const [b, rateP] = concentrationAndRate(p);
  const mean = tf.mul(a, tf.div(rateP, rateQ));
  const shapes = tf.sub(factorialExcess(b), factorialExcess(a));
  const gain = tf.add(deviance(b, mean, tf.log(mean)), tf.add(logQuotient(a, b), shapes));
  return tf.sub(gain, tf.mul(tf.sub(a, b), logLessDigamma(a)));
}

/** Those of a gamma, an inverse gamma, an exponential or a chi-squared distribution. */
export function concentrationAndRate(dist: Distribution): [tf.Tensor, tf.Tensor] {
  if (dist.family === 'exponential') return [tf.scalar(1), parameter(dist, 'rate')];
  if (dist.family === 'chi2') return [tf.div(parameter(dist, 'df'), 2), tf.scalar(0.5)];
  return [parameter(dist, 'concentration'), parameter(dist, 'rate')];
}
