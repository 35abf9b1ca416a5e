import * as tf from '@tensorflow/tfjs-core';
import { logQuotient, lgamma } from '../../num/index.js';
import type { Distribution } from '../distribution.js';
import { parameter } from './parameter.js';

const EULER_GAMMA = 0.5772156649015329;

/** With r the ratio of the scales and d how far, in scales of p, the location of q lies above that of p. */
export function gumbelKl(q: Distribution, p: Distribution): tf.Tensor {
  const [scaleQ, scaleP] = [parameter(q, 'scale'), parameter(p, 'scale')];
  const distance = tf.div(tf.sub(parameter(q, 'loc'), parameter(p, 'loc')), scaleP);
  return divergence(tf.div(scaleQ, scaleP), logQuotient(scaleQ, scaleP), distance);
}

/** Minus the log of a Weibull draw is a Gumbel draw, of location -log(scale) and scale 1 over the concentration. */
export function weibullKl(q: Distribution, p: Distribution): tf.Tensor {
  const [[scaleQ, powerQ], [scaleP, powerP]] = [scaleAndPower(q), scaleAndPower(p)];
  return divergence(tf.div(powerP, powerQ), logQuotient(powerP, powerQ), tf.mul(powerP, logQuotient(scaleP, scaleQ)));
}

/** Those of a Weibull distribution; an exponential one is that of power 1. */
function scaleAndPower(dist: Distribution): [tf.Tensor, tf.Tensor] {
  if (dist.family === 'exponential') return [tf.div(1, parameter(dist, 'rate')), tf.scalar(1)];
  return [parameter(dist, 'scale'), parameter(dist, 'concentration')];
}

/** d - log r + gamma (r - 1) + exp(-d) Gamma(1 + r) - 1. */
function divergence(ratio: tf.Tensor, log: tf.Tensor, distance: tf.Tensor): tf.Tensor {
  const peak = tf.expm1(tf.sub(lgamma(tf.add(ratio, 1)), distance));
  return tf.add(tf.sub(distance, log), tf.add(tf.mul(tf.sub(ratio, 1), EULER_GAMMA), peak));
}
